import type { Comment } from '../tokens/lexer.js';

/** Finds the `///` lines directly above a line, as one text without the markers. */
export function documentationFinder(comments: readonly Comment[]): (line: number) => string | undefined {
  const byLine = new Map(
    comments
      .filter(({ first, text }) => first && text.startsWith('///'))
      .map(({ line, text }) => [line, text]),
  );
  return (line) => {
    const lines: string[] = [];
    for (let above = line - 1; ; above--) {
      const text = byLine.get(above);
      if (text === undefined) break;
      lines.push(text.slice(3).replace(/^ /, '').trimEnd());
    }
    return lines.length === 0 ? undefined : lines.reverse().join('\n');
  };
}
