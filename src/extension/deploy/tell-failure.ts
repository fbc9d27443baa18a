import { window, type LogOutputChannel } from 'vscode';
import { escapedLines, escapedText } from '../../model/index.js';
import type { Failure } from '../../deploy/index.js';

/** Tells the person what failed and what to do next; details go to the log. */
export function tellFailure(
  host: string,
  { code, message, nextStep, details }: Failure,
  log: LogOutputChannel,
): void {
  const more = details === undefined ? '' : `\n${escapedLines(details)}`;
  log.error(`${escapedText(`${host}: [${code}] ${message} ${nextStep}`)}${more}`);
  if (code === 'cancelled') return;
  offerLog(escapedText(`${host}: ${message} ${nextStep}`), log);
}

/** An error with a way to the log. */
export function offerLog(text: string, log: LogOutputChannel): void {
  const show = 'Show Log';
  void window.showErrorMessage(text, show).then((answer) => {
    if (answer === show) log.show();
  });
}
