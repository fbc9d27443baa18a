import { isThere, type HostEnd } from '../deploy/index.js';
import { assertNever, escapedText } from '../model/index.js';

/** What became of each host of several, one line each, and how to go on. */
export function rolloutSummary(ends: readonly HostEnd[]): string {
  const width = Math.max(...ends.map(({ host }) => host.length));
  const reached = ends.filter(isThere).length;
  const begun = ends.filter(({ result }) => result).length;
  const counts = [
    `${reached} of ${ends.length} hosts are as planned`,
    ...(begun > reached ? [`${begun - reached} are not`] : []),
    ...(begun < ends.length ? [`${ends.length - begun} were not begun`] : []),
  ];
  const lines = ends.map((end) => escapedText(`  ${end.host.padEnd(width)}  ${endText(end)}`));
  const next =
    reached === ends.length
      ? []
      : [
          'Mend what is said above, then run the same command again: hosts that are as planned are passed over.',
        ];
  return `${[`${counts.join(', ')}.`, ...lines, ...next].join('\n')}\n`;
}

function endText({ result }: HostEnd): string {
  if (!result) return 'not begun';
  if (!result.ok) return `not changed: ${result.failure.message}`;
  const { value } = result;
  switch (value.kind) {
    case 'unchanged':
      return 'no changes';
    case 'committed':
      return `generation ${value.generation}`;
    case 'rolled-back':
      return `rolled back: ${value.reason}`;
    case 'unknown':
      return `unknown: ${value.reason}`;
    default:
      return assertNever(value);
  }
}
