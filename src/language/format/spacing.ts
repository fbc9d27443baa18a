import type { Scanned } from '../tokens/scanner.js';
import { alignBlocks, alignComments, alignProperties } from './alignment.js';
import { isBrace, type Line } from './layout.js';

/** Properties that finish what the one before them says, and so stand close to it: `vcpus 4 pin 2-5`. */
const FINISHES: Readonly<Record<string, string>> = { pin: 'vcpus', native: 'trunk', via: 'route' };

/** Blanks before each token of a line, the first one excepted: its place is the line's indentation. */
export type Gaps = readonly number[];

/** Blanks between tokens, for all lines: one rule for each pair, then columns in runs of like lines. */
export function spaceLines(lines: readonly Line[]): readonly Gaps[] {
  const gaps = lines.map(({ tokens }) => tokens.map((_, i) => gapBefore(tokens, i)));
  alignProperties(lines, gaps);
  alignBlocks(lines, gaps);
  alignComments(lines, gaps);
  return gaps;
}

function gapBefore(tokens: readonly Scanned[], i: number): number {
  const [previous, token] = [tokens[i - 1], tokens[i]];
  if (!previous || !token || token.image === ',' || token.image === ':' || previous.image === ':') return 0;
  if (isBrace(token, '}')) return isBrace(previous, '{') ? 0 : 1;
  if (token.kind === 'comment') return 2;
  if (isBrace(token, '{') || isBrace(previous, '{') || previous.image === ',') return 1;
  if (isBrace(previous, '}')) return 2;
  return token.starts && previous.kind !== 'comment' && !finishes(tokens, i) ? 2 : 1;
}

function finishes(tokens: readonly Scanned[], i: number): boolean {
  const opener = FINISHES[tokens[i]?.image ?? ''];
  const begun = tokens.slice(0, i).findLast(({ starts }) => starts);
  return opener !== undefined && begun?.image === opener;
}
