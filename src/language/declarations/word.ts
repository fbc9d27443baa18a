import { isCompositeCstNode, isLeafCstNode, type CstNode } from 'langium';
import type { Origin } from '../../model/index.js';
import { unquote } from '../tokens/value-converter.js';

/** A value as it stands in the text. */
export interface Word {
  /** Without quotes. */
  readonly text: string;
  readonly quoted: boolean;
  readonly origin: Origin;
}

export const originOf = (uri: string, { range }: CstNode): Origin => ({
  uri,
  range: {
    start: { line: range.start.line, character: range.start.character },
    end: { line: range.end.line, character: range.end.character },
  },
});

/** From the beginning of the first to the end of the last. */
export const spanning = (first: Origin, last: Origin): Origin => ({
  uri: first.uri,
  range: { start: first.range.start, end: last.range.end },
});

/** A rule that only chooses between others wraps their node into one of its own. */
function innermost(node: CstNode): CstNode {
  if (!isCompositeCstNode(node)) return node;
  let only: CstNode | undefined;
  for (const child of node.content) {
    if (child.hidden) continue;
    if (only) return node;
    only = child;
  }
  return only && isCompositeCstNode(only) ? innermost(only) : node;
}

/** The words of a property grouped by the keyword that they follow; those of nested nodes are not among them. */
export function wordsByKeyword(
  uri: string,
  outer: CstNode | undefined,
): ReadonlyMap<string, readonly Word[]> {
  const groups = new Map<string, Word[]>();
  const node = outer && innermost(outer);
  if (!node || !isCompositeCstNode(node)) return groups;
  let group: Word[] = [];
  for (const child of node.content) {
    if (!isLeafCstNode(child) || child.hidden) continue;
    const image = child.text;
    if (child.tokenType.name === 'WORD')
      group.push({ text: unquote(image), quoted: image.startsWith('"'), origin: originOf(uri, child) });
    else if (image !== ',') {
      group = groups.get(image) ?? [];
      groups.set(image, group);
    }
  }
  return groups;
}

/** All words of a property, in the order of the text. */
export const wordsOf = (uri: string, node: CstNode | undefined): readonly Word[] => [
  ...[...wordsByKeyword(uri, node).values()].flat(),
];
