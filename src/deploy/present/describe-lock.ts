import { escapedText } from '../../model/index.js';
import type { PendingTransaction } from '../observe/index.js';

/** Who is changing a host, since when, and when that is over at the latest; one sentence. */
export const describeLock = (host: string, lock: PendingTransaction): string =>
  escapedText(describe(host, lock));

function describe(host: string, { owner, since, secondsLeft, stale }: PendingTransaction): string {
  const who = `${owner}${since === undefined ? '' : ` since ${since}`}`;
  if (stale) return `${host} has the lock of a change by ${who} that has died: the next deploy clears it.`;
  const end = secondsLeft === undefined ? '' : `, expires in ${secondsLeft} s`;
  return `${host} is locked by ${who}${end}.`;
}
