/** A host that is to be changed together with others. */
export interface RolloutHost {
  /** Name of the host as written in the text. */
  readonly host: string;
  /** What it shares with others that must not be lost twice at once (`heartbeatGroups`). */
  readonly apart: readonly string[];
}

export interface RolloutOrder {
  /** The host that goes alone before all others; by default the first one. */
  readonly canary?: string;
  /** Hosts under way at a time, once the canary is through. At least 1. */
  readonly parallel: number;
  /** Hosts that share a heartbeat may be under way at the same time. */
  readonly together?: boolean;
}

export type RolloutStage = 'waiting' | 'running' | 'done' | 'failed';

/**
 * The hosts that may begin now, by their place in the list: none after a failure, the canary alone, then as many as fit,
 * in their order, but never two that share a heartbeat: a cluster that loses two members at once fences or stops.
 */
export function startable(
  hosts: readonly RolloutHost[],
  stages: readonly RolloutStage[],
  { canary, parallel, together = false }: RolloutOrder,
): readonly number[] {
  if (stages.includes('failed')) return [];
  const first = Math.max(
    0,
    hosts.findIndex(({ host }) => host === canary),
  );
  if (stages[first] === 'waiting') return stages.includes('running') ? [] : [first];
  if (stages[first] === 'running') return [];
  const running = hosts.filter((_, at) => stages[at] === 'running');
  const taken = new Set(running.flatMap(({ apart }) => apart));
  const begin: number[] = [];
  for (const [at, { apart }] of hosts.entries()) {
    if (running.length + begin.length >= Math.max(1, parallel)) break;
    if (stages[at] !== 'waiting') continue;
    if (!together && apart.some((group) => taken.has(group))) continue;
    for (const group of apart) taken.add(group);
    begin.push(at);
  }
  return begin;
}
