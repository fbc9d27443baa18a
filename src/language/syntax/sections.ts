import { scan, type Scanned } from '../tokens/scanner.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

/**
 * A stretch of whole lines: from the line that begins with the keyword of a top-level declaration or import to the next
 * such line. The first one also holds what stands before any declaration. Sections follow each other without gaps, and
 * each reads the same wherever it stands: so one that did not change need not be read again.
 */
export interface Section {
  readonly text: string;
  /** How many lines it ends: the next section begins that many lines further down. */
  readonly lines: number;
}

interface Start {
  readonly offset: number;
  readonly line: number;
}

/** Cuts a text into sections; an empty text has none. */
export function cutIntoSections(text: string, vocabulary: Vocabulary): readonly Section[] {
  const { starts } = findStarts(text, vocabulary, () => false);
  return between(text, starts, undefined);
}

/** Sections of a changed text: of the earlier ones, how many stayed in front and at the end, and what is between. */
export interface ChangedSections {
  readonly before: number;
  readonly changed: readonly Section[];
  readonly after: number;
}

/**
 * Cuts a text that came out of another one by a change in one place. Only what stands around the change is looked at
 * (besides a comparison of the texts, character by character).
 *
 * @param sections those of the earlier text.
 */
export function cutAgain(
  earlier: string,
  sections: readonly Section[],
  text: string,
  vocabulary: Vocabulary,
): ChangedSections {
  const begin = commonPrefix(earlier, text);
  const end = text.length - commonSuffix(earlier, text, begin);
  const shift = text.length - earlier.length;

  // The section before is read again, too: what followed it may not begin a section any more.
  const offsets = offsetsOf(sections);
  const touched = offsets.findLastIndex((offset) => offset <= begin);
  const before = Math.max(0, touched - 1);
  const from = offsets[before] ?? 0;

  const indexByOffset = new Map(offsets.map((offset, i) => [offset, i]));
  const isKnown = (offset: number): boolean =>
    from + offset >= end && indexByOffset.has(from + offset - shift);
  const rest = text.slice(from);
  const { starts, known } = findStarts(rest, vocabulary, isKnown);
  const first = known && indexByOffset.get(from + known.offset - shift);
  return {
    before,
    changed: between(rest, starts, known),
    after: first === undefined ? 0 : sections.length - first,
  };
}

/** Up to the first start that is known; the text itself is a start. */
function findStarts(
  text: string,
  vocabulary: Vocabulary,
  isKnown: (offset: number) => boolean,
): { readonly starts: readonly Start[]; readonly known?: Start } {
  const starts: Start[] = text === '' ? [] : [{ offset: 0, line: 0 }];
  let known: Start | undefined;
  scan(text, vocabulary, {
    token: (token) => {
      const start = startOf(token);
      if (!start || start.offset === 0) return;
      if (isKnown(start.offset)) known = start;
      else starts.push(start);
    },
    isLast: () => known !== undefined,
    error: () => undefined,
  });
  return { starts, ...(known && { known }) };
}

/** Of a section, when the token begins one. */
function startOf({ offset, column, line, first, starts, depth }: Scanned): Start | undefined {
  return starts && first && depth === 0 ? { offset: offset - column, line } : undefined;
}

function between(text: string, starts: readonly Start[], end: Start | undefined): readonly Section[] {
  return starts.map(({ offset, line }, i) => {
    const next = starts[i + 1] ?? end;
    return { text: text.slice(offset, next?.offset), lines: next ? next.line - line : 0 };
  });
}

function offsetsOf(sections: readonly Section[]): readonly number[] {
  let offset = 0;
  return sections.map(({ text }) => {
    const begin = offset;
    offset += text.length;
    return begin;
  });
}

function commonPrefix(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return i;
}

/** Of what comes after `begin` in both. */
function commonSuffix(a: string, b: string, begin: number): number {
  const length = Math.min(a.length, b.length) - begin;
  let i = 0;
  while (i < length && a.charCodeAt(a.length - 1 - i) === b.charCodeAt(b.length - 1 - i)) i++;
  return i;
}
