import { assertNever, escapedText, type Origin } from '../../model/index.js';
import type { GenerationSummary } from '../observe/index.js';
import type { Difference, HostState, HostStatus } from '../status/index.js';
import { describeLock } from './describe-lock.js';
import { KINDS, painter, type PlanTextOptions } from './format-plan.js';
import { shownValue } from './shown-value.js';

/** The state in the words of the command line. */
export const STATE_WORDS: Readonly<Record<HostState, string>> = {
  'in-sync': 'in sync',
  drift: 'drift',
  unreachable: 'unreachable',
  'never-deployed': 'never deployed',
};

/** One host for people: its state, who deployed last, what differs and on which line. */
export function formatStatus(status: HostStatus, options: PlanTextOptions): string {
  const paint = painter(options);
  const { host, state, differences, problems, lock, failure } = status;
  const tone = state === 'in-sync' ? 'added' : state === 'unreachable' ? 'removed' : 'warning';
  const shown = state === 'never-deployed' ? [] : differences;
  return [
    `${paint(host)}: ${paint(STATE_WORDS[state], tone)}${paint(headlineRest(status))}`,
    ...(lock ? [`  ${describeLock(host, lock)}`] : []),
    ...(failure ? [paint(`  ${failure.message}`), paint(`  ${failure.nextStep}`)] : []),
    ...problems.flatMap(({ message, nextStep }) => [paint(`  ${message}`), paint(`    ${nextStep}`)]),
    ...shown.map((one) => `  ${describeDifference(one)}${paint(placeOf(one.origin, options), 'faint')}`),
    '',
  ].join('\n');
}

function headlineRest({ state, differences, generation }: HostStatus): string {
  switch (state) {
    case 'in-sync':
      return generation ? `, ${describeGeneration(generation)}` : '';
    case 'drift': {
      const [host, text] = (['host', 'text'] as const).map(
        (cause) => differences.filter((one) => one.cause === cause).length,
      );
      const parts = [
        ...(host ? [`${host} changed on the host`] : []),
        ...(text ? [`${text} not deployed yet`] : []),
      ];
      const counts = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
      return `${counts}${generation ? `; ${describeGeneration(generation)}` : ''}`;
    }
    case 'never-deployed':
    case 'unreachable':
      return '';
    default:
      return assertNever(state);
  }
}

export const describeGeneration = ({ generation, author, at }: GenerationSummary): string =>
  escapedText(`generation ${generation} by ${author} at ${at}`);

/** What is found and what the text asks for, in one line. */
export function describeDifference(difference: Difference): string {
  const { kind, name, path, found, expected, running, cause } = difference;
  const what = escapedText(`${KINDS[kind]} ${name}: ${path}`);
  const where = running ? ' (running)' : '';
  const late = cause === 'text' ? ', not deployed yet' : '';
  if (expected === undefined) return `${what} is ${shownValue(found)}, the text has none${where}${late}`;
  if (found === undefined) return `${what} is missing, the text says ${shownValue(expected)}${where}${late}`;
  return `${what} is ${shownValue(found)}, the text says ${shownValue(expected)}${where}${late}`;
}

const placeOf = (origin: Origin | undefined, { path }: PlanTextOptions): string =>
  origin ? `  ${path(origin.uri)}:${origin.range.start.line + 1}:${origin.range.start.character + 1}` : '';
