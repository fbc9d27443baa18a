import type { Scanned } from '../tokens/scanner.js';
import { isBrace, type Line } from './layout.js';

/** Blanks before each token, line by line: these functions widen them. */
type WidenedGaps = readonly number[][];

/** Consecutive lines, by index, that may share columns. Comment lines between them do not part them. */
function runsOf(
  lines: readonly Line[],
  groupOf: (line: Line) => string | undefined,
): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let open: { readonly group: string; readonly depth: number; readonly members: number[] } | undefined;
  lines.forEach((line, i) => {
    if (line.afterBlank) open = undefined;
    if (line.tokens[0]?.kind === 'comment') return;
    const group = groupOf(line);
    if (group === undefined) open = undefined;
    else if (open?.group === group && open.depth === line.depth) open.members.push(i);
    else {
      open = { group, depth: line.depth, members: [i] };
      runs.push(open.members);
    }
  });
  return runs.filter((run) => run.length > 1);
}

/** Column after the tokens before `end`, counted from the first token of the line. */
function widthUpTo(tokens: readonly Scanned[], gaps: readonly number[], end: number): number {
  let width = 0;
  for (let i = 0; i < end; i++) width += (gaps[i] ?? 0) + (tokens[i]?.image.length ?? 0);
  return width;
}

/** Puts the token `at(line)` of each line into one column. */
function alignTokens(
  run: readonly number[],
  lines: readonly Line[],
  gaps: WidenedGaps,
  at: (line: Line) => number | undefined,
): void {
  const places = run.flatMap((index) => {
    const line = lines[index];
    const own = gaps[index];
    const token = line && at(line);
    if (!line || !own || token === undefined) return [];
    return [{ own, token, column: widthUpTo(line.tokens, own, token) + (own[token] ?? 0) }];
  });
  const column = places.reduce((most, place) => Math.max(most, place.column), 0);
  for (const place of places) place.own[place.token] = (place.own[place.token] ?? 0) + column - place.column;
}

/** Values of properties that stand below each other begin in one column. */
export function alignProperties(lines: readonly Line[], gaps: WidenedGaps): void {
  const isProperty = ({ tokens, continues }: Line): boolean =>
    !continues &&
    tokens[0]?.starts === true &&
    !tokens.some((token) => isBrace(token, '{') || isBrace(token, '}'));
  const hasValue = ({ tokens }: Line): boolean => tokens[1]?.kind === 'word';
  for (const run of runsOf(lines, (line) => (isProperty(line) ? 'property' : undefined)))
    alignTokens(run, lines, gaps, (line) => (hasValue(line) ? 1 : undefined));
}

/** Kinds of blocks that share columns with each other. */
const FAMILIES: Readonly<Record<string, string>> = { nat: 'virtual', routed: 'virtual', isolated: 'virtual' };

/** Blocks on one line each, below each other, read like the rows of a table. */
export function alignBlocks(lines: readonly Line[], gaps: WidenedGaps): void {
  for (const run of runsOf(lines, familyOfRow)) {
    alignTokens(run, lines, gaps, ({ tokens }) => tokens.findIndex((token) => isBrace(token, '{')));
    let rows = run;
    for (let cell = 1; rows.length > 1; cell++) {
      const here = rows.filter((index) => keywordOfCell(lines[index], cell - 1) !== undefined);
      const keywords = new Set(here.map((index) => keywordOfCell(lines[index], cell - 1)));
      if (keywords.size !== 1) break;
      rows = here.filter((index) => startOfCell(lines[index], cell) !== undefined);
      alignTokens(rows, lines, gaps, (line) => startOfCell(line, cell));
    }
  }
}

/** What the line is a row of; undefined when it is no block on one line. */
function familyOfRow({ tokens, continues }: Line): string | undefined {
  const [first] = tokens;
  const code = tokens.filter((token) => token.kind !== 'comment');
  const last = code.at(-1);
  if (continues || first?.starts !== true || !last || !isBrace(last, '}')) return undefined;
  if (code.filter((token) => isBrace(token, '{')).length !== 1) return undefined;
  return FAMILIES[first.image] ?? first.image;
}

/** Index of the token that begins the property number `cell` inside the braces. */
function startOfCell(line: Line | undefined, cell: number): number | undefined {
  if (!line) return undefined;
  const brace = line.tokens.findIndex((token) => isBrace(token, '{'));
  const starts = line.tokens.flatMap((token, i) => (i > brace && token.starts ? [i] : []));
  return starts[cell];
}

function keywordOfCell(line: Line | undefined, cell: number): string | undefined {
  const start = startOfCell(line, cell);
  return start === undefined ? undefined : line?.tokens[start]?.image;
}

/** Comments after code on lines below each other begin in one column. */
export function alignComments(lines: readonly Line[], gaps: WidenedGaps): void {
  const trailing = ({ tokens }: Line): number | undefined => {
    const last = tokens.length - 1;
    return last > 0 && tokens[last]?.kind === 'comment' ? last : undefined;
  };
  const group = (line: Line): string | undefined => (trailing(line) === undefined ? undefined : 'comment');
  for (const run of runsOf(lines, group)) alignTokens(run, lines, gaps, trailing);
}
