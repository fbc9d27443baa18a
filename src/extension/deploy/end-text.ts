import { isThere, type HostEnd } from '../../deploy/index.js';
import { assertNever, escapedText } from '../../model/index.js';
import type { Deed } from './apply-with-progress.js';

/** What became of one host. */
export const endText = (end: HostEnd, deed: Deed): string => escapedText(textOf(end, deed));

function textOf({ host, result }: HostEnd, { done }: Deed): string {
  if (!result) return `${host}: not begun.`;
  if (!result.ok) return `${host}: ${result.failure.message} ${result.failure.nextStep}`;
  const outcome = result.value;
  switch (outcome.kind) {
    case 'unchanged':
      return `${host}: no changes.`;
    case 'committed':
      return [done(host, outcome.generation), ...outcome.warnings].join(' ');
    case 'rolled-back':
      return `${host} is on its old configuration${outcome.complete ? '' : ', but for the parts named'}. ${outcome.reason}`;
    case 'unknown':
      return `${host}: ${outcome.reason} ${outcome.nextStep}`;
    default:
      return assertNever(outcome);
  }
}

/** What became of several hosts, in one sentence each group; the log and the hosts view have the rest. */
export function summaryText(ends: readonly HostEnd[]): string {
  const there = ends.filter(isThere);
  const waiting = ends.filter(({ result }) => !result);
  const others = ends.filter((end) => end.result && !isThere(end));
  const parts = [
    `${there.length} of ${ends.length} hosts are as planned.`,
    ...others.map(({ host, result }) => {
      if (result?.ok === false) return `${host}: ${result.failure.message}`;
      const reason = result?.value.kind === 'rolled-back' ? result.value.reason : 'not known';
      return result?.ok && result.value.kind === 'unknown'
        ? `${host}: ${result.value.reason} ${result.value.nextStep}`
        : `${host} is on its old configuration: ${reason}`;
    }),
    ...(waiting.length > 0 ? [`Not begun: ${waiting.map(({ host }) => host).join(', ')}.`] : []),
  ];
  return escapedText(parts.join(' '));
}
