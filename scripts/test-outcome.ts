/** How many tests a step of `npm test` has counted, and what a person has to know about those that did not pass. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly notes: readonly string[];
}

export const passedOne: Outcome = { passed: 1, failed: 0, skipped: 0, notes: [] };

export function failedOne(note: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, notes: [note] };
}

export function skippedOne(note: string): Outcome {
  return { passed: 0, failed: 0, skipped: 1, notes: [note] };
}

export function total(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: sum(outcomes.map((outcome) => outcome.passed)),
    failed: sum(outcomes.map((outcome) => outcome.failed)),
    skipped: sum(outcomes.map((outcome) => outcome.skipped)),
    notes: outcomes.flatMap((outcome) => outcome.notes),
  };
}

/** Where everything has to run, what was skipped has failed. */
export function withoutSkips(outcome: Outcome): Outcome {
  return { ...outcome, failed: outcome.failed + outcome.skipped, skipped: 0 };
}

/** The last line of `npm test`. Its form is read by machines. */
export function closingLine({ passed, failed, skipped }: Outcome): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? line : `${line}, ${skipped} skipped`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
