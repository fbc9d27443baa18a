import type { Scanned } from '../tokens/scanner.js';
import { endOf, type Span, type TextOutline } from './text-outline.js';

/**
 * What a person may want to select around an offset, from the inside out: the word, its list, the property, the
 * content of the block, the block, its documentation with it, and so on up to the whole text.
 */
export function selectionsAt(outline: TextOutline, offset: number, length: number): readonly Span[] {
  const here = ({ start, end }: Span): boolean => start <= offset && offset <= end;
  const token = tokenAt(outline.tokens, offset);
  const run = token && outline.comments.find((comments) => comments.includes(token));
  const candidates = [
    ...(token ? partsOf(token) : []),
    ...(run ? spanOf(run) : []),
    ...outline.spans,
    { start: 0, end: length },
  ]
    .filter(here)
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const chain: Span[] = [];
  for (const candidate of candidates) {
    const inner = chain.at(-1);
    if (inner && (candidate.start > inner.start || candidate.end < inner.end)) continue;
    if (candidate.start === inner?.start && candidate.end === inner.end) continue;
    chain.push(candidate);
  }
  return chain;
}

/** The token under the offset; between two that touch, the one with letters. */
function tokenAt(tokens: readonly Scanned[], offset: number): Scanned | undefined {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const token = tokens[middle];
    if (token && endOf(token) < offset) low = middle + 1;
    else high = middle;
  }
  const touching = tokens
    .slice(low, low + 2)
    .filter((token) => token.offset <= offset && offset <= endOf(token));
  return touching.find(({ image }) => /[\w"/]/.test(image)) ?? touching[0];
}

function partsOf(token: Scanned): readonly Span[] {
  const whole = { start: token.offset, end: endOf(token) };
  const quoted = token.image.length > 2 && token.image.startsWith('"') && token.image.endsWith('"');
  return quoted ? [{ start: whole.start + 1, end: whole.end - 1 }, whole] : [whole];
}

function spanOf(comments: readonly Scanned[]): readonly Span[] {
  const [first, last] = [comments[0], comments.at(-1)];
  return first && last ? [{ start: first.offset, end: endOf(last) }] : [];
}
