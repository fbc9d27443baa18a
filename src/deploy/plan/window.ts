import type { ObservedHost } from '../observe/index.js';
import type { ManagementPath, Step } from './plan.js';

/** Seconds. */
export const SHORTEST_WINDOW = 30;
const BASE = 60;
const BASE_WITH_MANAGEMENT = 120;
/** What NetworkManager and libvirt need for one step on a slow host. */
const PER_STEP = 2;
const FIREWALL_RELOAD = 15;

/**
 * How long the host waits for the confirmation before it undoes everything. Too short is a needless rollback, too long is a
 * long outage after a mistake.
 */
export function windowOf(steps: readonly Step[], path: ManagementPath, { links }: ObservedHost): number {
  const moves = path.before.join() !== path.after.join() || path.proveAt !== undefined;
  const carries = steps.some(({ impacts }) => impacts.some(({ kind }) => kind === 'carries-connection'));
  const firewall = steps.some(({ impacts }) => impacts.some(({ kind }) => kind === 'firewall-reload'));
  const stp = links.map(({ bridge }) => (bridge?.stp ? 2 * bridge.forwardDelay : 0));
  const wantsStp = steps.some(({ changes }) =>
    changes.some(({ path: field, after }) => field === 'bridge.stp' && after === 'true'),
  );
  return (
    (moves || carries ? BASE_WITH_MANAGEMENT : BASE) +
    PER_STEP * steps.length +
    (firewall ? FIREWALL_RELOAD : 0) +
    Math.max(0, ...stp, wantsStp ? 30 : 0)
  );
}
