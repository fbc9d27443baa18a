/** A host that is to be changed together with others. */
export interface RolloutHost {
  /** Name of the host as written in the text. */
  readonly host: string;
  /** What it shares with others that must not be lost twice at once (`heartbeatGroups`). */
  readonly apart: readonly string[];
  /** Hosts that it is reached through. */
  readonly behind?: readonly string[];
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
 * in their order, but never two that share a heartbeat: a cluster that loses two members at once fences or stops. Nor one
 * together with a host that it is reached through: that one may be silent for longer than it has to prove itself.
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
  const underWay = [...running];
  const begin: number[] = [];
  for (const [at, one] of hosts.entries()) {
    if (underWay.length >= Math.max(1, parallel)) break;
    if (stages[at] !== 'waiting') continue;
    if (!together && one.apart.some((group) => taken.has(group))) continue;
    if (underWay.some((other) => leadsThrough(one, other) || leadsThrough(other, one))) continue;
    for (const group of one.apart) taken.add(group);
    underWay.push(one);
    begin.push(at);
  }
  return begin;
}

const leadsThrough = ({ behind = [] }: RolloutHost, { host }: RolloutHost): boolean => behind.includes(host);
