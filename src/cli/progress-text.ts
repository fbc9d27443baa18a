import { assertNever, escapedLines, escapedText } from '../model/index.js';
import { describeProgress, type ApplyOutcome, type Progress } from '../deploy/index.js';
import type { Terminal } from './terminal.js';

/** The countdown is said this often, so that logs stay short. Seconds. */
const ROUND = 15;

/** One line for each thing that happens, and one whenever the countdown gets to a round number or past it. */
export function progressPrinter(terminal: Pick<Terminal, 'err'>, host: string): (progress: Progress) => void {
  const rounds = (seconds: number): number => Math.ceil(seconds / ROUND);
  let said = Number.POSITIVE_INFINITY;
  let last = '';
  return (progress) => {
    if (progress.kind === 'armed') said = rounds(progress.window);
    if (progress.kind === 'countdown') {
      const now = rounds(progress.secondsLeft);
      if (now >= said) return;
      said = now;
    }
    const text = describeProgress(progress);
    if (text === last) return;
    last = text;
    terminal.err(`${escapedText(host)}: ${text}\n`);
  };
}

export function outcomeText(outcome: ApplyOutcome): string {
  switch (outcome.kind) {
    case 'unchanged':
      return 'no changes';
    case 'committed':
      return [
        `done: generation ${outcome.generation}`,
        ...outcome.warnings.map((warning) => `  warning: ${escapedText(warning)}`),
      ].join('\n');
    case 'rolled-back':
      return [
        `rolled back; the host is on its old configuration${outcome.complete ? '' : ', but for the parts named'}. ${escapedText(outcome.reason)}`,
        ...escapedLines(outcome.log)
          .trimEnd()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => `  | ${line}`),
      ].join('\n');
    case 'unknown':
      return `${escapedText(outcome.reason)}\n  ${escapedText(outcome.nextStep)}`;
    default:
      return assertNever(outcome);
  }
}
