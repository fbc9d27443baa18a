import { CstUtils, type CstNode } from 'langium';
import type { Comment } from '../tokens/lexer.js';

/** The documentation of what begins at a node. */
export type DocumentationFinder = (node: CstNode | undefined) => string | undefined;

/**
 * Finds the `///` lines directly above a declaration, as one text without the markers. They document what they stand
 * before: the first thing on its line, not a second one behind it, nor what follows a closing brace.
 */
export function documentationFinder(comments: readonly Comment[]): DocumentationFinder {
  const byLine = new Map(
    comments
      .filter(({ first, text }) => first && text.startsWith('///'))
      .map(({ line, text }) => [line, text]),
  );
  return (node) => {
    const line = node?.range.start.line;
    if (!node || line === undefined || !byLine.has(line - 1) || !isFirstOnItsLine(node)) return undefined;
    const lines: string[] = [];
    for (let above = line - 1; ; above--) {
      const text = byLine.get(above);
      if (text === undefined) break;
      lines.push(text.slice(3).replace(/^ /, '').trimEnd());
    }
    return lines.reverse().join('\n');
  };
}

function isFirstOnItsLine(node: CstNode): boolean {
  const previous = CstUtils.getPreviousNode(node, false);
  return previous === undefined || previous.range.end.line < node.range.start.line;
}
