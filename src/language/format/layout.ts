import { isSilencing } from '../declarations/suppression.js';
import type { Scanned } from '../tokens/scanner.js';

/** Tokens that shall stand on one line. */
export interface Line {
  /** Preceded by an empty line. */
  readonly afterBlank: boolean;
  readonly depth: number;
  readonly continues: boolean;
  readonly tokens: readonly Scanned[];
}

/**
 * Splits tokens into the lines of the common layout. Line breaks of the text are kept, since they group what belongs
 * together; a block that spans lines gets a line break after its opening and before its closing brace, and one empty line
 * is the most that stays. A line under a remark that silences it stays whole: the remark speaks about that line alone.
 */
export function layOut(tokens: readonly Scanned[]): readonly Line[] {
  const spanning = spanningBraces(tokens);
  const silenced = silencedLines(tokens);
  const lines: Line[] = [];
  let current: Scanned[] = [];
  let depth = 0;
  let start = { depth: 0, afterBlank: false, continues: false };

  const finish = (): void => {
    if (current.length > 0) lines.push({ ...start, tokens: current });
    current = [];
  };

  tokens.forEach((token, i) => {
    const previous = tokens[i - 1];
    const closes = isBrace(token, '}');
    if (closes) depth = Math.max(0, depth - 1);
    const gap = previous ? token.line - previous.endLine : 0;
    const opened = previous !== undefined && isBrace(previous, '{');
    const afterSpanning = previous !== undefined && spanning.has(previous) && token.kind !== 'comment';
    const breaks = (closes && spanning.has(token)) || afterSpanning;
    const forced = breaks && !silenced.has(token.line);
    if (previous === undefined || gap > 0 || forced) {
      finish();
      start = {
        depth,
        afterBlank: gap > 1 && !opened && !closes,
        continues: continuesProperty(token, previous),
      };
    }
    current.push(token);
    if (isBrace(token, '{')) depth++;
  });
  finish();
  return lines;
}

export const isBrace = (token: Scanned, brace: '{' | '}'): boolean =>
  token.kind === 'keyword' && token.image === brace;

function continuesProperty(token: Scanned, previous: Scanned | undefined): boolean {
  if (previous === undefined || token.kind === 'comment' || token.starts) return false;
  return !isBrace(token, '}') && !isBrace(token, '{') && !isBrace(previous, '{') && !isBrace(previous, '}');
}

/** Braces of blocks that begin and end on different lines. */
function spanningBraces(tokens: readonly Scanned[]): ReadonlySet<Scanned> {
  const open: Scanned[] = [];
  const spanning = new Set<Scanned>();
  for (const token of tokens) {
    if (isBrace(token, '{')) open.push(token);
    else if (isBrace(token, '}')) {
      const opening = open.pop();
      if (opening && opening.line !== token.line) {
        spanning.add(opening);
        spanning.add(token);
      }
    }
  }
  return spanning;
}

/** Lines of code that a remark above them silences. */
function silencedLines(tokens: readonly Scanned[]): ReadonlySet<number> {
  const silenced = new Set<number>();
  let silencing = false;
  for (const token of tokens) {
    if (token.kind === 'comment' && token.first) silencing ||= isSilencing(token.image);
    else {
      if (silencing) silenced.add(token.line);
      silencing = false;
    }
  }
  return silenced;
}
