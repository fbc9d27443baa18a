import { escapedText } from '../../model/index.js';
import { generationChanges, type GenerationStory, type HostHistory } from '../history/index.js';
import { describeChange, KINDS, painter, SIGNS, type PlanTextOptions } from './format-plan.js';

/** Digits that tell plans apart; all of them are in the JSON. */
const DIGITS = 12;

/** What a host remembers, newest first. */
export function formatHistory({ host, generations, current }: HostHistory): string {
  if (generations.length === 0) return `${escapedText(host)}: never deployed\n`;
  const width = String(generations[0]?.generation ?? 0).length;
  const lines = generations.map(({ generation, author, at, planDigest }) =>
    escapedText(
      [
        ` ${generation === current ? '*' : ' '} ${String(generation).padStart(width)}`,
        at,
        author,
        `plan ${planDigest.slice(0, DIGITS)}`,
      ].join('  '),
    ),
  );
  return `${escapedText(host)}: on generation ${current ?? 0}\n${lines.join('\n')}\n`;
}

/** One generation as a page to read: who made it, what it changed against the one before, which files it holds. */
export function formatGeneration(
  { record, before, isCurrent }: GenerationStory,
  options: Pick<PlanTextOptions, 'paint'> = {},
): string {
  const paint = painter(options);
  const { host, generation, author, at, planDigest, artifacts } = record;
  const changes = generationChanges(before, record);
  const since = before
    ? `Against generation ${before.generation}:`
    : generation > 1
      ? `The host does not keep generation ${generation - 1} any more. All of it:`
      : 'The first one:';
  return [
    paint(`${host}: generation ${generation} by ${author} at ${at}${isCurrent ? ', in force' : ''}`),
    paint(`plan ${planDigest}`, 'faint'),
    '',
    changes.length === 0 ? `${since} no difference.` : since,
    ...changes.flatMap(({ kind, name, action, changes: fields }) => {
      const { sign, tone } = SIGNS[action];
      const width = Math.min(40, Math.max(0, ...fields.map(({ path }) => path.length)));
      return [
        `  ${paint(`${sign} ${KINDS[kind]} ${name}`, tone)}`,
        ...fields.map((field) => paint(`      ${field.path.padEnd(width)}  ${describeChange(field)}`)),
      ];
    }),
    '',
    `Files: ${artifacts.length === 0 ? 'none' : ''}`.trimEnd(),
    ...artifacts.map(({ path }) => paint(`  ${path}`)),
    '',
  ].join('\n');
}
