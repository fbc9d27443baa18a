/** Time that the network may take for one wait. It stands still while a person thinks, and begins anew at each answer. */
export class Deadline {
  readonly #milliseconds: number;
  readonly #onExpired: () => void;
  #timer: NodeJS.Timeout | undefined;
  #paused = 0;
  #over = false;

  constructor(milliseconds: number, onExpired: () => void) {
    this.#milliseconds = milliseconds;
    this.#onExpired = onExpired;
    this.restart();
  }

  restart(): void {
    clearTimeout(this.#timer);
    if (!this.#over && this.#paused === 0) this.#timer = setTimeout(this.#onExpired, this.#milliseconds);
  }

  async whilePaused<T>(work: () => Promise<T>): Promise<T> {
    this.#paused++;
    clearTimeout(this.#timer);
    try {
      return await work();
    } finally {
      this.#paused--;
      this.restart();
    }
  }

  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
