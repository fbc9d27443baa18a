import { setTimeout as wait } from 'node:timers/promises';

/** Sleeps; wakes early when cancelled. Milliseconds. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal ? { signal } : {});
  } catch {
    // Cancelled: the caller looks at its signal.
  }
}

/** When the host's guard fires. Extended whenever the host says how long it still has. By a clock that nobody can set. */
export class Deadline {
  #at: number;

  constructor(seconds: number) {
    this.#at = performance.now() + seconds * 1000;
  }

  /** As the host has just said. */
  set(seconds: number): void {
    this.#at = performance.now() + seconds * 1000;
  }

  /** Negative when it has passed. Seconds. */
  get secondsLeft(): number {
    return (this.#at - performance.now()) / 1000;
  }
}
