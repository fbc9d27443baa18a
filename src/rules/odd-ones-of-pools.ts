import type { ElementId, Host, NetworkIndex, Pool } from '../model/index.js';

/** Something on a host of a pool that is otherwise on most of the others. */
export interface OddOne<Item> {
  readonly pool: Pool;
  readonly host: Host;
  readonly item: Item;
  /** The first of those that are as most are. */
  readonly usual: { readonly host: Host; readonly item: Item };
}

/** Looks at what each pool's hosts have. Of values that are equally frequent the first one is the usual one. */
export function* oddOnesOfPools<Item>(
  index: NetworkIndex,
  itemOf: (host: ElementId) => Item | undefined,
  valueOf: (item: Item) => string | number,
): Iterable<OddOne<Item>> {
  for (const pool of index.network.pools) {
    const members = pool.hosts.flatMap(({ value }) => {
      const host = index.host(value);
      const item = itemOf(value);
      return host && item !== undefined ? [{ host, item }] : [];
    });
    const most = mostFrequent(members.map(({ item }) => valueOf(item)));
    const usual = members.find(({ item }) => valueOf(item) === most);
    if (!usual) continue;
    for (const { host, item } of members) if (valueOf(item) !== most) yield { pool, host, item, usual };
  }
}

function mostFrequent<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return values.find((value) => counts.get(value) === most);
}
