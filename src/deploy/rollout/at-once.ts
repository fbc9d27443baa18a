import { setMaxListeners } from 'node:events';

/** OpenSSH begins to refuse further connections at ten that are not logged in yet (MaxStartups); a jump host sees them all. */
export const HANDSHAKES = 8;

/** Lets a few in at a time; the others wait in their order. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(places: number) {
    this.#free = places;
  }

  async pass<R>(work: () => Promise<R>): Promise<R> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}

/** Hosts that are looked at at a time; each costs a socket here and, for a moment, as much memory as it has to say. */
const LOOKED_AT = 32;

/** Opens a connection when its turn has come. */
export type Opening = <R>(open: () => Promise<R>) => Promise<R>;

/**
 * Does the same to each, many at a time, but lets only as many log in at a time as one sshd does; results in the order of the
 * items.
 */
export function atOnce<T, R>(
  items: readonly T[],
  work: (item: T, opening: Opening) => Promise<R>,
): Promise<readonly R[]> {
  const places = new Turnstile(LOOKED_AT);
  const handshakes = new Turnstile(HANDSHAKES);
  const opening: Opening = (open) => handshakes.pass(open);
  return Promise.all(items.map((item) => places.pass(() => work(item, opening))));
}

/** Each host under way listens to the same signal: many of them are no leak, of which Node would warn at eleven. */
export function sharedByMany(signal: AbortSignal | undefined): void {
  if (signal) setMaxListeners(0, signal);
}
