/** Whether and why a connection is over. ssh2's own calls throw once it is. */
export class Gone {
  #reason: string | undefined;
  readonly #listeners = new Set<(reason: string) => void>();

  now(reason: string): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    for (const listener of this.#listeners) listener(reason);
    this.#listeners.clear();
  }

  then(listener: (reason: string) => void): () => void {
    if (this.#reason === undefined) this.#listeners.add(listener);
    else listener(this.#reason);
    return () => this.#listeners.delete(listener);
  }

  unless(action: () => void, otherwise: (error: Error) => void = () => undefined): void {
    try {
      if (this.#reason === undefined) action();
      else otherwise(new Error(this.#reason));
    } catch (error) {
      this.now(messageOf(error));
      otherwise(new Error(messageOf(error)));
    }
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
