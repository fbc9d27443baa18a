import type { ElementId, Guest, Host, NetworkIndex, Pool } from '../../model/index.js';
import { UNPLACED_ID } from '../graph.js';
import { groupBy } from '../group-by.js';

/** What a frame will be drawn of: a host, a pool with guests of its own, the guests whose host or pool is not declared. */
export type SiteFrame =
  | {
      readonly kind: 'host';
      readonly id: ElementId;
      readonly host: Host;
      readonly guests: readonly Guest[];
      /** Names of the pools that it is in. */
      readonly pools: readonly string[];
    }
  | {
      readonly kind: 'pool';
      readonly id: ElementId;
      readonly pool: Pool;
      readonly guests: readonly Guest[];
      readonly hosts: readonly Host[];
    }
  | { readonly kind: 'unplaced'; readonly id: typeof UNPLACED_ID; readonly guests: readonly Guest[] };

/** In the order in which they are read: hosts, pools, what has no place. Of chosen hosts only, where some are chosen. */
export function siteFrames(index: NetworkIndex, hosts: readonly Host[]): readonly SiteFrame[] {
  const { network } = index;
  const pools = new Map<ElementId, string[]>();
  for (const pool of network.pools) {
    for (const { value } of pool.hosts) {
      const names = pools.get(value);
      if (names) names.push(pool.name);
      else pools.set(value, [pool.name]);
    }
  }
  const poolIds = new Set(network.pools.map(({ id }) => id));
  const guests = groupBy(network.guests, ({ placement }) => {
    const place = placement.kind === 'host' ? placement.host : placement.pool;
    const isThere = placement.kind === 'host' ? index.host(place) !== undefined : poolIds.has(place);
    return isThere ? place : UNPLACED_ID;
  });
  const chosen = new Set(hosts.map(({ id }) => id));
  const all = chosen.size === network.hosts.length;
  const unplaced = all ? (guests.get(UNPLACED_ID) ?? []) : [];
  return [
    ...hosts.map((host): SiteFrame => ({
      kind: 'host',
      id: host.id,
      host,
      guests: guests.get(host.id) ?? [],
      pools: pools.get(host.id) ?? [],
    })),
    ...network.pools.flatMap((pool): readonly SiteFrame[] => {
      const own = guests.get(pool.id) ?? [];
      if (own.length === 0 || !(all || pool.hosts.some(({ value }) => chosen.has(value)))) return [];
      const members = pool.hosts.flatMap(({ value }) => index.host(value) ?? []);
      return [{ kind: 'pool', id: pool.id, pool, guests: own, hosts: members }];
    }),
    ...(unplaced.length > 0
      ? [{ kind: 'unplaced' as const, id: UNPLACED_ID as typeof UNPLACED_ID, guests: unplaced }]
      : []),
  ];
}

/** How many nodes the frame has in the Devices perspective, itself and TAPs included: the measure of a site's size. */
export function elementsOf(frame: SiteFrame): number {
  const guests = frame.guests.reduce((sum, { nics }) => sum + 1 + 2 * nics.length, 0);
  if (frame.kind !== 'host') return 1 + guests;
  const { devices, virtualNetworks } = frame.host;
  const managed = virtualNetworks.reduce((sum, { kind }) => sum + (kind === 'bridged' ? 0 : 1), 0);
  const uplinks = devices.reduce((sum, { kind }) => sum + (kind === 'bond' ? 1 : 0), 0);
  return 1 + uplinks + devices.length + managed + guests;
}
