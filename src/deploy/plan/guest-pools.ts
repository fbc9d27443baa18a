import type { Network } from '../../model/index.js';

/** The pool of each guest that may be on one of several hosts, both by name. */
export const poolsOfGuests = ({ guests, pools }: Network): ReadonlyMap<string, string> =>
  new Map(
    guests.flatMap(({ name, placement, hosts }) => {
      const pool =
        placement.kind === 'pool' && hosts.length > 1
          ? pools.find(({ id }) => id === placement.pool)
          : undefined;
      return pool ? [[name, pool.name] as const] : [];
    }),
  );
