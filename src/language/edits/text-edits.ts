import { assertNever, comparePositions, type Edit, type Position, type Range } from '../../model/index.js';
import { scan, type Scanned } from '../tokens/scanner.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

/** As LSP has it. */
export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

const INDENT = '  ';

/**
 * The change of the text that an edit means: nothing but what it says is touched, comments and layout stay. Total: where
 * the text is not what the edit expects, the range itself is changed.
 */
export const textEditOf = (edit: Edit, text: string, vocabulary: Vocabulary): TextEdit =>
  changeIn(new Source(text, vocabulary), edit);

/**
 * The changes that some edits of one text mean, in the order of the text and apart from each other, as editors want them:
 * two properties that are removed side by side both take the blank between them along.
 */
export function textEditsOf(
  edits: readonly Edit[],
  text: string,
  vocabulary: Vocabulary,
): readonly TextEdit[] {
  return textChanger(text, vocabulary).changesOf(edits);
}

/** What edits mean in one text, which is read once for all of them. */
export interface TextChanger {
  /** As `textEditsOf`. */
  changesOf(edits: readonly Edit[]): readonly TextEdit[];
  /** Sorted; what overlaps becomes one change. */
  apart(changes: readonly TextEdit[]): readonly TextEdit[];
  isBlank(range: Range): boolean;
}

export function textChanger(text: string, vocabulary: Vocabulary): TextChanger {
  const source = new Source(text, vocabulary);
  const apart = (changes: readonly TextEdit[]): readonly TextEdit[] => {
    const result: TextEdit[] = [];
    for (const change of [...changes].sort((a, b) => comparePositions(a.range.start, b.range.start))) {
      let next = change;
      for (let last = result.at(-1); last && overlap(last, next); last = result.at(-1)) {
        result.pop();
        next = source.merged(last, next);
      }
      result.push(next);
    }
    return result;
  };
  return {
    changesOf: (edits) => apart(edits.map((edit) => changeIn(source, edit))),
    apart,
    isBlank: (range) => source.textIn(range).trim() === '',
  };
}

const overlap = (first: TextEdit, second: TextEdit): boolean =>
  comparePositions(second.range.start, first.range.end) < 0;

function changeIn(source: Source, edit: Edit): TextEdit {
  const { range } = edit.at;
  switch (edit.kind) {
    case 'replace':
      return { range, newText: edit.text };
    case 'remove-item':
      return source.removeItem(range);
    case 'remove':
      return source.remove(range);
    case 'append':
      return source.append(range, edit.text);
    default:
      return assertNever(edit);
  }
}

/** A text with its tokens and comments. */
class Source {
  private readonly tokens: Scanned[] = [];
  private readonly lineStarts = [0];

  constructor(
    private readonly text: string,
    vocabulary: Vocabulary,
  ) {
    scan(text, vocabulary, { token: (token) => this.tokens.push(token), error: () => undefined });
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) this.lineStarts.push(index + end.length);
  }

  textIn({ start, end }: Range): string {
    return this.text.slice(this.offsetOf(start), this.offsetOf(end));
  }

  /** One change for two that overlap, given in the order of the text. */
  merged(first: TextEdit, second: TextEdit): TextEdit {
    const end = Math.max(this.offsetOf(first.range.end), this.offsetOf(second.range.end));
    const newText = first.newText + second.newText;
    let start = this.offsetOf(first.range.start);
    // A blank that both take along: the one before the first goes in its place.
    const shared = this.textIn({ start: second.range.start, end: first.range.end });
    if (newText === '' && shared.trim() === '')
      start -= /[^\S\r\n]*$/.exec(this.text.slice(this.startOfLine(start), start))?.[0].length ?? 0;
    return this.replace(start, end, newText);
  }

  removeItem(range: Range): TextEdit {
    const [first, last] = this.spanOf(range);
    const before = this.tokens[first - 1];
    const after = this.tokens[last + 1];
    const [start, end] = [this.offsetOf(range.start), this.offsetOf(range.end)];
    const previousItem = this.tokens[first - 2];
    if (before?.image === ',' && previousItem) return this.replace(endOf(previousItem), end);
    const nextItem = this.tokens[last + 2];
    if (after?.image === ',' && nextItem) return this.replace(start, nextItem.offset);
    return this.remove(range);
  }

  remove(range: Range): TextEdit {
    const [first, last] = this.spanOf(range);
    // A value stands for the property that it is a value of; anything else is meant as it is.
    const isValue = this.tokens[first]?.kind === 'word';
    const begin = isValue ? this.beginOfProperty(first) : first;
    const start = isValue ? (this.tokens[begin]?.offset ?? 0) : this.offsetOf(range.start);
    const end = isValue ? (endOf(this.tokens[this.endOfProperty(last)]) ?? 0) : this.offsetOf(range.end);
    const lineStart = this.startOfLine(start);
    const lineEnd = this.endOfLine(end);
    const blankBefore = this.text.slice(lineStart, start).trim() === '';
    const blankAfter = this.text.slice(end, lineEnd).trim() === '';
    if (blankBefore && blankAfter) {
      const next = this.startOfNextLine(end);
      // The last line has no line end of its own: the one before it goes.
      const from = this.startOfDocumentation(begin) ?? lineStart;
      return next === undefined && from > 0
        ? this.replace(this.endOfLine(from - 1), lineEnd)
        : this.replace(from, next ?? lineEnd);
    }
    const following = end + (/^[^\S\r\n]*/.exec(this.text.slice(end))?.[0].length ?? 0);
    if (!blankAfter && (blankBefore || !this.text.startsWith('}', following)))
      return this.replace(start, following);
    const leading = /[^\S\r\n]*$/.exec(this.text.slice(lineStart, start))?.[0].length ?? 0;
    return this.replace(start - leading, end);
  }

  append(range: Range, addition: string): TextEdit {
    const at = this.offsetOf(range.end);
    if (this.text.charAt(at) !== '}') return this.replace(at, at, ` { ${addition} }`);
    const lineStart = this.startOfLine(at);
    const before = this.text.slice(lineStart, at);
    if (before.trim() === '') {
      const indent = before + INDENT;
      const lines = addition.split('\n').map((line) => (line === '' ? '' : indent + line));
      return this.replace(lineStart, lineStart, `${lines.join(this.lineEnd)}${this.lineEnd}`);
    }
    const empty = /\{\s*$/.test(before);
    const gap = /\s$/.test(before) ? (empty ? '' : ' ') : empty ? ' ' : '  ';
    return this.replace(at, at, `${gap}${addition} `);
  }

  /** Indexes of the first and last token of a range; comments count. */
  private spanOf(range: Range): readonly [first: number, last: number] {
    const start = this.offsetOf(range.start);
    const end = this.offsetOf(range.end);
    const first = this.tokens.findIndex((token) => endOf(token) > start);
    let last = first;
    while ((this.tokens[last + 1]?.offset ?? end) < end) last++;
    return [first, last];
  }

  /** Where the `///` lines directly above a token begin: they are its documentation and go with it. */
  private startOfDocumentation(index: number): number | undefined {
    let start: number | undefined;
    let line = this.tokens[index]?.line ?? 0;
    for (let i = index - 1; i >= 0; i--) {
      const comment = this.tokens[i];
      if (!comment?.first || !comment.image.startsWith('///') || comment.line !== line - 1) break;
      line = comment.line;
      start = this.startOfLine(comment.offset);
    }
    return start;
  }

  /** The keyword of the property that a value belongs to; a declaration begins with its own. */
  private beginOfProperty(index: number): number {
    const depth = this.tokens[index]?.depth ?? 0;
    let begin = index;
    while (begin > 0 && !beginsPart(this.tokens[begin])) {
      const before = this.tokens[begin - 1];
      if (before?.depth !== depth || before.image === '}' || before.image === '{') return index;
      begin--;
    }
    return Math.max(begin, 0);
  }

  /** The last token of the property: whatever follows up to the next property, the brace or a comment. */
  private endOfProperty(index: number): number {
    const { depth = 0, image } = this.tokens[index] ?? {};
    if (image === '}') return index;
    let end = index;
    for (let next = this.tokens[end + 1]; next; next = this.tokens[end + 1]) {
      if (beginsPart(next) || next.kind === 'comment' || next.image === '}' || next.image === '{') break;
      if (next.depth !== depth || next.stray !== undefined) break;
      end++;
    }
    return end;
  }

  private get lineEnd(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  private lineOf(offset: number): number {
    let [low, high] = [0, this.lineStarts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private startOfLine(offset: number): number {
    return this.lineStarts[this.lineOf(offset)] ?? 0;
  }

  private startOfNextLine(offset: number): number | undefined {
    return this.lineStarts[this.lineOf(offset) + 1];
  }

  private endOfLine(offset: number): number {
    const next = this.startOfNextLine(offset);
    return next === undefined ? this.text.length : next - (this.text.startsWith('\r\n', next - 2) ? 2 : 1);
  }

  private offsetOf({ line, character }: Position): number {
    const start = this.lineStarts[line];
    return start === undefined ? this.text.length : Math.min(start + character, this.text.length);
  }

  private positionOf(offset: number): Position {
    const line = this.lineOf(offset);
    return { line, character: offset - (this.lineStarts[line] ?? 0) };
  }

  private replace(start: number, end: number, newText = ''): TextEdit {
    return { range: { start: this.positionOf(start), end: this.positionOf(end) }, newText };
  }
}

/** Words that begin a part of a header or limit that can be taken out by itself. */
const PARTS: ReadonlySet<string> = new Set(['is', 'on', 'in', 'out', 'id']);

/** A property begins here, or a part that stands by itself. */
const beginsPart = (token: Scanned | undefined): boolean =>
  token?.starts === true || (token?.kind === 'keyword' && PARTS.has(token.image));

function endOf(token: Scanned): number;
function endOf(token: Scanned | undefined): number | undefined;
function endOf(token: Scanned | undefined): number | undefined {
  return token && token.offset + token.image.length;
}

/** The text after some edits of it. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const lineStarts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)];
  const offsetOf = ({ line, character }: Position): number => (lineStarts[line] ?? text.length) + character;
  return [...edits]
    .sort((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start))
    .reduce(
      (result, { range, newText }) =>
        result.slice(0, offsetOf(range.start)) + newText + result.slice(offsetOf(range.end)),
      text,
    );
}
