import { window, type LogOutputChannel } from 'vscode';
import type { Failure } from '../../deploy/index.js';

/** Tells the person what failed and what to do next; details go to the log. */
export function tellFailure(
  host: string,
  { code, message, nextStep, details }: Failure,
  log: LogOutputChannel,
): void {
  log.error(`${host}: [${code}] ${message} ${nextStep}${details === undefined ? '' : `\n${details}`}`);
  if (code === 'cancelled') return;
  offerLog(`${host}: ${message} ${nextStep}`, log);
}

/** An error with a way to the log. */
export function offerLog(text: string, log: LogOutputChannel): void {
  const show = 'Show Log';
  void window.showErrorMessage(text, show).then((answer) => {
    if (answer === show) log.show();
  });
}
