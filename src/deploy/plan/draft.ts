import type { SetAside } from '../generation.js';
import type { Notice, Refusal, Step } from './plan.js';
import type { WorkBuilder } from './work-builder.js';

type WithoutSince<T> = T extends unknown ? Omit<T, 'since'> : never;

/** A step that has no number yet. */
export interface Draft {
  readonly step: Omit<Step, 'number'>;
  /** What it takes over from others. */
  readonly setAside?: WithoutSince<SetAside>;
}

export type NumberOf = (draft: Draft) => number;

/** What one part of the planning came to. */
export interface Part<D extends Draft = Draft> {
  readonly drafts: readonly D[];
  readonly notices: readonly Notice[];
  readonly refusals: readonly Refusal[];
  /** Appends what the host has to do, in the order of the plan. */
  work(builder: WorkBuilder, numberOf: NumberOf): void;
}
