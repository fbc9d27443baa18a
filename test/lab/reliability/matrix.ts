import { CHANGES, MISTAKES, type Change } from './change.js';
import { FAULTS, type Fault } from './fault.js';
import { ARMED, stepMoment, type Moment } from './moment.js';
import type { TrialPlan } from './trial.js';

export interface Selection {
  readonly seed: number;
  readonly trials: number;
  /** Names of changes. */
  readonly changes?: readonly string[];
  readonly fault?: string;
}

/** A small generator of numbers between 0 and 1 that a seed repeats (mulberry32, public domain). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Changes that are tried, in the order that needs the fewest preparations. */
export function changesOf({ changes }: Selection): readonly Change[] {
  return CHANGES.filter(({ name }) => changes?.includes(name) ?? true);
}

export function mistakesOf({ changes, fault }: Selection): readonly Change[] {
  if (fault !== undefined) return [];
  return MISTAKES.filter(({ name }) => changes?.includes(name) ?? true);
}

/**
 * Which faults a change is tried with, and when. Each seed begins at another fault and another step, and goes round: many
 * seeds together try everything.
 */
export function trialsOf(
  change: Change,
  steps: number,
  { seed, fault }: Selection,
  count: number,
): readonly TrialPlan[] {
  const random = randomOf(seed ^ hash(change.name));
  const candidates = FAULTS.filter(({ name }) => (fault === undefined ? name !== 'none' : name === fault));
  const shuffled = shuffle(candidates, random);
  return Array.from({ length: count }, (_, at): TrialPlan => {
    const chosen = shuffled[at % shuffled.length];
    if (!chosen) throw new Error(`There is no fault ${fault ?? ''}.`);
    return {
      change,
      fault: chosen,
      moment: pick(momentsOf(chosen, steps), random),
      delay: random() < 0.3 ? 0 : Math.round(random() * 2500),
    };
  });
}

function momentsOf({ moments, duringSteps }: Fault, steps: number): readonly Moment[] {
  return [...moments, ...(duringSteps ? Array.from({ length: steps }, (_, at) => stepMoment(at + 1)) : [])];
}

const pick = (moments: readonly Moment[], random: () => number): Moment =>
  moments[Math.floor(random() * moments.length)] ?? ARMED;

function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => [random(), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

const hash = (text: string): number =>
  Array.from(text).reduce((sum, letter) => Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0), 7);
