import { describeDifference, describeLock, STATE_WORDS, type HostStatus } from '../../deploy/index.js';
import type { ShownStatus } from '../hosts/host-statuses.js';

/** A status with the sentences that the views show of it. */
export function shownStatus(status: HostStatus): ShownStatus {
  const { host, state, differences, lock } = status;
  return {
    status,
    state: STATE_WORDS[state],
    differences: differences.map((difference) => ({ difference, text: describeDifference(difference) })),
    checkedAt: new Date(),
    ...(lock && { lock: describeLock(host, lock) }),
  };
}
