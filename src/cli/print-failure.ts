import { escapedLines, escapedText } from '../model/index.js';
import type { Failure } from '../deploy/index.js';
import type { Terminal } from './terminal.js';

/** What failed, and what to do next. */
export function printFailure(
  terminal: Pick<Terminal, 'err'>,
  host: string,
  { message, nextStep, details }: Failure,
): void {
  terminal.err(`${escapedText(`${host}: ${message}`)}\n  ${escapedText(nextStep)}\n`);
  if (details !== undefined && details.trim() !== '')
    terminal.err(
      `${escapedLines(details)
        .trimEnd()
        .split('\n')
        .map((line) => `  | ${line}`)
        .join('\n')}\n`,
    );
}
