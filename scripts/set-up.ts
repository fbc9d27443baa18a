/** What a set-up gives: the thing, or why there is none on this machine and what a person can do about it. */
export type SetUp<Thing> =
  | { readonly kind: 'ready'; readonly thing: Thing }
  | { readonly kind: 'unavailable'; readonly reason: string; readonly nextStep: string };

/** Receives one line of progress, without a line break. */
export type Progress = (line: string) => void;

export function ready<Thing>(thing: Thing): SetUp<Thing> {
  return { kind: 'ready', thing };
}

export function unavailable(reason: string, nextStep: string): SetUp<never> {
  return { kind: 'unavailable', reason, nextStep };
}

/** Progress goes to standard error: standard output belongs to what a command was asked for. */
export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`);
}
