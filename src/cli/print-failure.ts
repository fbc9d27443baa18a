import type { Failure } from '../deploy/index.js';
import type { Terminal } from './terminal.js';

/** What failed, and what to do next. */
export function printFailure(
  terminal: Terminal,
  host: string,
  { message, nextStep, details }: Failure,
): void {
  terminal.err(`${host}: ${message}\n  ${nextStep}\n`);
  if (details !== undefined && details.trim() !== '')
    terminal.err(
      `${details
        .trimEnd()
        .split('\n')
        .map((line) => `  | ${line}`)
        .join('\n')}\n`,
    );
}
