import { comparePositions, type Finding, type Fix } from '../../model/index.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { textChanger, type TextChanger, type TextEdit } from './text-edits.js';

export interface CombinedFixes {
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** How many fixes went into it. */
  readonly count: number;
}

/** The fix that may be taken without looking; undefined when a person has to choose. */
export const safeFixOf = ({ fixes = [] }: Finding): Fix | undefined =>
  fixes.find(({ preferred }) => preferred);

/**
 * The safe fixes of several findings as one change. A fix that touches what an earlier one changes, or adds where it
 * adds, is left out: the next round takes it, when its finding is still there.
 *
 * @param textOf text of a file; a fix that reaches into a file without one is left out.
 */
export function combineFixes(
  findings: readonly Finding[],
  textOf: (uri: string) => string | undefined,
  vocabulary: Vocabulary,
): CombinedFixes {
  const changers = new Map<string, TextChanger>();
  const changerOf = (uri: string): TextChanger | undefined => {
    const text = changers.has(uri) ? undefined : textOf(uri);
    if (text !== undefined) changers.set(uri, textChanger(text, vocabulary));
    return changers.get(uri);
  };
  const combined = new Map<string, TextEdit[]>();
  let count = 0;
  for (const { edits } of findings.flatMap((finding) => safeFixOf(finding) ?? [])) {
    const uris = [...new Set(edits.map(({ at }) => at.uri))];
    const changes = uris.flatMap((uri) => {
      const changer = changerOf(uri);
      const own = edits.filter(({ at }) => at.uri === uri);
      return changer ? [{ uri, changer, own: changer.changesOf(own) }] : [];
    });
    const fits = changes.every(({ uri, changer, own }) =>
      own.every((edit) => (combined.get(uri) ?? []).every((other) => areApart(other, edit, changer))),
    );
    if (!fits || changes.length < uris.length) continue;
    count++;
    for (const { uri, own } of changes) combined.set(uri, [...(combined.get(uri) ?? []), ...own]);
  }
  const edits = new Map([...combined].map(([uri, own]) => [uri, changerOf(uri)?.apart(own) ?? own]));
  return { count, edits };
}

/**
 * Two insertions at one place are not: both may add the same property. Properties that are removed side by side are, though
 * both take the blank between them along.
 */
function areApart(a: TextEdit, b: TextEdit, text: TextChanger): boolean {
  const [first, second] = comparePositions(a.range.start, b.range.start) <= 0 ? [a, b] : [b, a];
  const overlap = { start: second.range.start, end: first.range.end };
  const distance = comparePositions(overlap.end, overlap.start);
  if (comparePositions(first.range.start, overlap.start) === 0) return false;
  return distance <= 0 || (a.newText === '' && b.newText === '' && text.isBlank(overlap));
}
