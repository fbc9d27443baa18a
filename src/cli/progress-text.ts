import { assertNever } from '../model/index.js';
import { describeProgress, type ApplyOutcome, type Progress } from '../deploy/index.js';
import type { Terminal } from './terminal.js';

/** One line for each thing that happens; the countdown is said at round numbers, so that logs stay short. */
export function progressPrinter(terminal: Terminal, host: string): (progress: Progress) => void {
  let said = Number.POSITIVE_INFINITY;
  let last = '';
  return (progress) => {
    if (progress.kind === 'countdown') {
      const { secondsLeft } = progress;
      if (secondsLeft % 15 !== 0 || secondsLeft >= said) return;
      said = secondsLeft;
    }
    const text = describeProgress(progress);
    if (text === last) return;
    last = text;
    terminal.err(`${host}: ${text}\n`);
  };
}

export function outcomeText(outcome: ApplyOutcome): string {
  switch (outcome.kind) {
    case 'unchanged':
      return 'no changes';
    case 'committed':
      return [
        `done: generation ${outcome.generation}`,
        ...outcome.warnings.map((warning) => `  warning: ${warning}`),
      ].join('\n');
    case 'rolled-back':
      return [
        `rolled back; the host is on its old configuration${outcome.complete ? '' : ', but for the parts named'}. ${outcome.reason}`,
        ...outcome.log
          .trimEnd()
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => `  | ${line}`),
      ].join('\n');
    case 'unknown':
      return `${outcome.reason}\n  ${outcome.nextStep}`;
    default:
      return assertNever(outcome);
  }
}
