import type { Deadline } from './patience.js';

/**
 * Tells how long the host still waits before it undoes everything by itself. The host says it each second to whoever is
 * connected; while nobody is, which is when it matters, a clock of our own goes on.
 */
export class Countdown {
  #timer: NodeJS.Timeout | undefined;
  #said: number | undefined;

  constructor(
    private readonly deadline: Deadline,
    private readonly report: (secondsLeft: number) => void,
  ) {}

  start(): void {
    this.stop();
    // Nothing waits for it.
    this.#timer = setInterval(() => this.#tell(), 1000).unref();
  }

  /** As the host has just said. */
  hostSays(secondsLeft: number): void {
    this.deadline.set(secondsLeft);
    if (this.#timer) this.#tell();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #tell(): void {
    const secondsLeft = Math.max(0, Math.round(this.deadline.secondsLeft));
    if (secondsLeft === this.#said) return;
    this.#said = secondsLeft;
    this.report(secondsLeft);
  }
}
