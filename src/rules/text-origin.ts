import type { Origin, Sourced, TextSpan } from '../model/index.js';

/** Where a part of a quoted text stands in the file; undefined when escapes in it hide how the two correspond. */
export function originWithin({ value, origin }: Sourced<string>, span: TextSpan): Origin | undefined {
  const { start, end } = origin.range;
  const extra = end.character - start.character - value.length;
  if (start.line !== end.line || (extra !== 2 && extra !== 0)) return undefined;
  const first = start.character + extra / 2;
  return {
    ...origin,
    range: {
      start: { line: start.line, character: first + span.start },
      end: { line: start.line, character: first + span.end },
    },
  };
}
