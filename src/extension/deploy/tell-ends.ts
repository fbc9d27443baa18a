import { window, type LogOutputChannel } from 'vscode';
import { escapedLines } from '../../model/index.js';
import { isThere, type HostEnd } from '../../deploy/index.js';
import type { Deed } from './apply-with-progress.js';
import { endText, summaryText } from './end-text.js';

/** Says what became of the hosts. Of several, those that are not there yet can be taken on again at once. */
export function tellEnds(
  ends: readonly HostEnd[],
  deed: Deed,
  log: LogOutputChannel,
  again: (hosts: readonly string[]) => void,
): void {
  const [only] = ends;
  const text = ends.length === 1 && only ? endText(only, deed) : summaryText(ends);
  for (const { host, result } of ends) {
    if (result && !result.ok && result.failure.details !== undefined)
      log.error(escapedLines(`${host}: [${result.failure.code}]\n${result.failure.details}`));
    if (result?.ok && result.value.kind === 'rolled-back')
      log.error(escapedLines(`${host}:\n${result.value.log}`));
  }
  if (ends.every(isThere)) {
    log.info(text);
    void window.showInformationMessage(text);
    return;
  }
  log.error(text);
  const isCancelled = only?.result?.ok === false && only.result.failure.code === 'cancelled';
  if (ends.length === 1 && isCancelled) return;
  const rest = ends.filter((end) => !isThere(end)).map(({ host }) => host);
  const resume = ends.length === 1 ? [] : [`${deed.verb} to the ${rest.length} Left`];
  const show = 'Show Log';
  void window.showErrorMessage(text, show, ...resume).then((answer) => {
    if (answer === show) log.show();
    else if (answer !== undefined) again(rest);
  });
}
