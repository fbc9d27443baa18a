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

/** Does the same to each, as many at a time as one sshd lets in; results in the order of the items. */
export function atOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const turnstile = new Turnstile(HANDSHAKES);
  return Promise.all(items.map((item) => turnstile.pass(() => work(item))));
}
