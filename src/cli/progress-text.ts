import { assertNever } from '../model/index.js';
import type { ApplyOutcome, Progress } from '../deploy/index.js';
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
    const text = progressText(progress);
    if (text === last) return;
    last = text;
    terminal.err(`${host}: ${text}\n`);
  };
}

export function progressText(progress: Progress): string {
  switch (progress.kind) {
    case 'checking':
      return 'looking whether the host is still as it was planned for';
    case 'armed':
      return `armed: unless confirmed within ${progress.window} s, the host undoes everything by itself`;
    case 'step':
      return `[${progress.number}/${progress.total}] ${progress.text}`;
    case 'warning':
      return `warning: ${progress.text}`;
    case 'countdown':
      return `${progress.secondsLeft} s left to confirm`;
    case 'applied':
      return 'in force, not permanent yet';
    case 'proving':
      return `confirming over a new connection${progress.address === undefined ? '' : ` to ${progress.address}`}, attempt ${progress.attempt}`;
    case 'verifying':
      return progress.differences.length === 0
        ? 'the host is as planned'
        : `waiting for the host to become as planned: ${progress.differences.join('; ')}`;
    case 'committing':
      return 'confirmed; making it permanent';
    case 'rolling-back':
      return `rolling back: ${progress.reason}`;
    default:
      return assertNever(progress);
  }
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
