import { hostId } from '../../model/index.js';
import { failure, success, type Result } from '../failure.js';
import { readGeneration } from '../history/index.js';
import { observeHost, type ObserveOptions } from '../observe/index.js';
import { planHost, type Plan } from '../plan/index.js';
import type { HostSession } from '../session.js';

export interface RollbackOptions extends ObserveOptions {
  /** Generation to go to; 0 is the host before KVMNet. Default: the one before the current. */
  readonly to?: number;
}

/**
 * Plans the way back to an earlier generation, as a new generation: what it held is on the host, so no text is needed. What
 * was taken over since then is given back. Fails as `observeHost` does, and with `nothing-to-roll-back`,
 * `generation-unknown`, `record-unreadable`.
 */
export async function planRollback(
  session: HostSession,
  { to, ...options }: RollbackOptions = {},
): Promise<Result<Plan>> {
  const observed = await observeHost(session, options);
  if (!observed.ok) return observed;
  const { record, generations } = observed.value;
  if (!record) {
    return failure(
      'nothing-to-roll-back',
      `KVMNet has never changed ${session.host}.`,
      'There is nothing to go back to.',
    );
  }
  const earlier = generations.filter((generation) => generation < record.generation);
  const target = to ?? earlier.at(-1) ?? 0;
  if (target !== 0 && !generations.includes(target)) {
    return failure(
      'generation-unknown',
      `${session.host} keeps no generation ${target}.`,
      `It keeps ${[0, ...generations].join(', ')}; 0 is the host before KVMNet.`,
    );
  }
  const aim = target === 0 ? success(undefined) : await readGeneration(session, target, options.signal);
  if (!aim.ok) return aim;
  const host = aim.value?.artifacts[0]?.host ?? hostId(record.host);
  return success(
    planHost({
      observed: observed.value,
      compiled: { host, name: record.host, artifacts: aim.value?.artifacts ?? [], omissions: [] },
      managementAddresses: aim.value?.managementAddresses ?? [],
      giveBack: record.setAside.filter(({ since }) => since > target),
    }),
  );
}
