import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheDirectory, fingerprint } from '../../../scripts/repository.js';
import type { HostState } from './host-state.js';

/** What a change comes to when nothing goes wrong. */
export interface Reference {
  readonly steps: number;
  readonly state: HostState;
}

/** Kept between runs: learning all of them takes as long as twenty trials. */
export class References {
  readonly #folder: string;
  readonly #known: Map<string, Reference>;

  /** `inputs`: what they hold for (the tool, the engine and the way of trying, the image of the lab). */
  constructor(...inputs: readonly string[]) {
    this.#folder = cacheDirectory('reliability', fingerprint(...inputs));
    mkdirSync(this.#folder, { recursive: true });
    this.#known = new Map(
      readdirSync(this.#folder).map((name) => [
        basename(name, '.json'),
        JSON.parse(readFileSync(join(this.#folder, name), 'utf8')) as Reference,
      ]),
    );
  }

  of(change: string): Reference | undefined {
    return this.#known.get(change);
  }

  learn(change: string, reference: Reference): void {
    this.#known.set(change, reference);
    writeFileSync(join(this.#folder, `${change}.json`), JSON.stringify(reference));
  }
}
