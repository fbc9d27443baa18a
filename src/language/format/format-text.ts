import type { Range } from '../../model/index.js';
import { scan, type Scanned } from '../tokens/scanner.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { layOut, type Line } from './layout.js';
import { spaceLines } from './spacing.js';

/** A change of blanks between two tokens. */
export interface BlankEdit {
  readonly range: Range;
  readonly newText: string;
}

const INDENT = '  ';
/** A property that goes on on the next line stands deeper than those that begin there. */
const CONTINUATION = '    ';

/**
 * The common layout, as the edits that lead to it. Only blanks and line breaks between tokens change, so comments and
 * meaning stay; text that is no token is left alone together with the blanks around it. Nothing changes where a brace is
 * missing: there the reader goes by the indentation to find out which, and another one would mean another text.
 */
export function formatEdits(text: string, vocabulary: Vocabulary): readonly BlankEdit[] {
  const tokens = tokensOf(text, vocabulary);
  const edits = layoutEdits(text, tokens);
  const after = tokensOf(applyEdits(text, edits), vocabulary);
  const same = (token: Scanned, i: number): boolean =>
    token.image === after[i]?.image && token.kind === after[i].kind;
  return after.length === tokens.length && tokens.every(same) ? edits : [];
}

function tokensOf(text: string, vocabulary: Vocabulary): readonly Scanned[] {
  const tokens: Scanned[] = [];
  scan(text, vocabulary, { token: (token) => tokens.push(token), error: () => undefined });
  return tokens;
}

function layoutEdits(text: string, tokens: readonly Scanned[]): readonly BlankEdit[] {
  const lines = layOut(tokens);
  const gaps = spaceLines(lines);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const edits: BlankEdit[] = [];
  let previous: Scanned | undefined;
  lines.forEach((line, i) => {
    line.tokens.forEach((token, j) => {
      const wanted = j > 0 ? ' '.repeat(gaps[i]?.[j] ?? 1) : lineStart(line, previous, newline);
      const edit = editOf(text, previous, token, wanted);
      if (edit) edits.push(edit);
      previous = token;
    });
  });
  return previous ? [...edits, ...endOfFile(text, previous, newline)] : edits;
}

function lineStart(line: Line, previous: Scanned | undefined, newline: string): string {
  const indent = INDENT.repeat(line.depth) + (line.continues ? CONTINUATION : '');
  if (previous === undefined) return indent;
  return newline + (line.afterBlank ? newline : '') + indent;
}

function editOf(
  text: string,
  previous: Scanned | undefined,
  token: Scanned,
  wanted: string,
): BlankEdit | undefined {
  const from = previous ? previous.offset + previous.image.length : 0;
  const actual = text.slice(from, token.offset);
  if (actual === wanted || actual.trim() !== '') return undefined;
  return {
    range: {
      start: { line: previous?.endLine ?? 0, character: previous?.endColumn ?? 0 },
      end: { line: token.line, character: token.column },
    },
    newText: wanted,
  };
}

/** One line break ends the file. */
function endOfFile(text: string, last: Scanned, newline: string): readonly BlankEdit[] {
  const rest = text.slice(last.offset + last.image.length);
  if (rest === newline || rest.trim() !== '') return [];
  const lines = rest.split('\n');
  const end =
    lines.length === 1
      ? { line: last.endLine, character: last.endColumn + rest.length }
      : { line: last.endLine + lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  return [{ range: { start: { line: last.endLine, character: last.endColumn }, end }, newText: newline }];
}

/** The text with edits made; they are sorted and do not overlap. */
export function applyEdits(text: string, edits: readonly BlankEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const offset = ({ line, character }: Range['start']): number => (starts[line] ?? text.length) + character;
  let result = '';
  let done = 0;
  for (const { range, newText } of edits) {
    result += text.slice(done, offset(range.start)) + newText;
    done = offset(range.end);
  }
  return result + text.slice(done);
}
