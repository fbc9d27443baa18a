import type { Difference, GenerationSummary, StatusProblem } from '../../deploy/index.js';
import type { HostsResult, HostSummary, PoolSummary } from '../../protocol/index.js';
import type { HostEntry } from './host-statuses.js';

/** What a row of the hosts view stands for. A class each, because commands of the view get the row as `unknown`. */
export class SiteNode {
  readonly kind = 'site';
  constructor(readonly site: HostsResult) {}
}

export class PoolNode {
  readonly kind = 'pool';
  constructor(
    readonly site: HostsResult,
    readonly pool: PoolSummary,
  ) {}

  get hosts(): readonly HostSummary[] {
    return this.site.hosts.filter(({ id }) => this.pool.hosts.includes(id));
  }
}

export class HostNode {
  readonly kind = 'host';
  constructor(
    readonly folder: string,
    readonly host: HostSummary,
    /** Tells rows of a host apart that is in several pools. */
    readonly parent: string,
  ) {}
}

export class GenerationNode {
  readonly kind = 'generation';
  constructor(
    readonly folder: string,
    readonly host: HostSummary,
    readonly generation: GenerationSummary,
    readonly isCurrent: boolean,
  ) {}
}

export type HostsNode =
  | SiteNode
  | PoolNode
  | HostNode
  | GenerationNode
  | { readonly kind: 'difference'; readonly difference: Difference; readonly text: string }
  | { readonly kind: 'problem'; readonly problem: StatusProblem }
  | { readonly kind: 'lock'; readonly text: string }
  | { readonly kind: 'history'; readonly generations: readonly GenerationNode[] };

export function rootNodes(sites: readonly HostsResult[]): readonly HostsNode[] {
  const [only] = sites;
  return sites.length === 1 && only ? siteChildren(only) : sites.map((site) => new SiteNode(site));
}

/** Pools first, then hosts of none. */
export function siteChildren(site: HostsResult): readonly HostsNode[] {
  const pooled = new Set(site.pools.flatMap(({ hosts }) => hosts));
  return [
    ...site.pools.map((pool) => new PoolNode(site, pool)),
    ...site.hosts.filter(({ id }) => !pooled.has(id)).map((host) => new HostNode(site.folder, host, '')),
  ];
}

/** What is known of a host, the most urgent first. */
export function hostChildren({ folder, host }: HostNode, { shown }: HostEntry): readonly HostsNode[] {
  if (!shown) return [];
  const { status, differences, lock } = shown;
  const generations = status.history.map(
    (generation) =>
      new GenerationNode(folder, host, generation, generation.generation === status.generation?.generation),
  );
  return [
    ...(lock === undefined ? [] : [{ kind: 'lock', text: lock } as const]),
    ...(status.failure ? [{ kind: 'problem', problem: status.failure } as const] : []),
    ...status.problems.map((problem) => ({ kind: 'problem', problem }) as const),
    ...(status.state === 'drift'
      ? differences.map(({ difference, text }) => ({ kind: 'difference', difference, text }) as const)
      : []),
    ...(generations.length > 0 ? [{ kind: 'history', generations } as const] : []),
  ];
}
