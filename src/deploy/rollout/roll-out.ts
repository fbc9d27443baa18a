import { startable, type RolloutHost, type RolloutOrder, type RolloutStage } from './startable.js';

/** `waiting`: it was never begun. */
export type RolloutEnd = Exclude<RolloutStage, 'running'>;

/**
 * Changes hosts in the given order and ends when none is under way any more. After a failure, or once cancelled, no further
 * one begins; those under way are waited for, because each is still brought to its old or its new configuration.
 * @param run brings one host to an end; it looks at the signal itself
 */
export async function rollOut<H extends RolloutHost>(
  hosts: readonly H[],
  order: RolloutOrder,
  run: (host: H) => Promise<'done' | 'failed'>,
  signal?: AbortSignal,
): Promise<readonly RolloutEnd[]> {
  const stages = hosts.map((): RolloutStage => 'waiting');
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  const begin = (host: H, at: number): void => {
    stages[at] = 'running';
    const ending = run(host).then(
      (end) => {
        stages[at] = end;
      },
      (fault: unknown) => {
        // Not expected; the others are still waited for before it is let out.
        faults.push(fault);
        stages[at] = 'failed';
      },
    );
    const ended = ending.then(() => {
      running.delete(ended);
    });
    running.add(ended);
  };
  for (;;) {
    if (!signal?.aborted) {
      for (const at of startable(hosts, stages, order)) {
        const host = hosts[at];
        if (host) begin(host, at);
      }
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (faults.length > 0) throw faults[0];
  return stages.map((stage) => (stage === 'running' ? 'failed' : stage));
}
