import { assertNever, escapedText } from '../../model/index.js';
import type { Progress } from '../transaction/index.js';

/** What happens while a plan is applied, in one line; front ends put the name of the host before it. */
export const describeProgress = (progress: Progress): string => escapedText(describe(progress));

function describe(progress: Progress): string {
  switch (progress.kind) {
    case 'checking':
      return 'looking whether the host is still as it was planned for';
    case 'probed':
      return `${progress.answering} answered before the change${progress.uncounted === undefined ? '' : `; ${progress.uncounted}`}`;
    case 'armed':
      return `armed: unless confirmed within ${progress.window} s, the host undoes everything by itself`;
    case 'step':
      return `[${progress.number}/${progress.total}] ${progress.text}`;
    case 'warning':
      return `warning: ${progress.text}`;
    case 'later':
      return `warning: ${describeDelay(progress)}`;
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
    case 'probing':
      return progress.silent.length === 0
        ? 'who answered before still answers'
        : `waiting for answers: ${progress.silent.join('; ')}`;
    case 'committing':
      return 'confirmed; making it permanent';
    case 'rolling-back':
      return `rolling back: ${progress.reason}`;
    default:
      return assertNever(progress);
  }
}

/** What a running guest does not take part in waits for its next start. */
export function describeDelay({ nic, change }: Extract<Progress, { kind: 'later' }>): string {
  return change === 'plug'
    ? `${nic} is plugged in at the guest's next power cycle: the running guest has no free PCI slot`
    : `${nic} has no link any more, and is gone after the guest's next power cycle: the running guest does not let go of it`;
}
