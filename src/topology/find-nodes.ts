import { comparePositions } from '../model/index.js';
import type { Origin, Position } from '../model/index.js';
import { isBlock, type Graph } from './graph.js';

const holds = ({ range }: Origin, position: Position): boolean =>
  comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;

const sizeOf = ({ range: { start, end } }: Origin): number =>
  (end.line - start.line) * 10_000 + end.character - start.character;

/**
 * Nodes that a place in the text means: those of the innermost declaration around it. More than one where a profile
 * gives several hosts the same device, or where devices follow from one word. What is hidden in a closed frame is
 * found as that frame.
 */
export function nodesAt(graph: Graph, uri: string, position: Position): readonly string[] {
  let least = Infinity;
  let found: string[] = [];
  for (const { id, extent, covers = [] } of graph.nodes) {
    for (const place of extent ? [extent, ...covers] : covers) {
      if (place.uri !== uri || !holds(place, position)) continue;
      const size = sizeOf(place);
      if (size < least) [least, found] = [size, [id]];
      else if (size === least) found.push(id);
    }
  }
  return found;
}

/** Hosts that a file declares, in whatever stands for them; none where the picture is of that file alone. */
export function blocksOf({ nodes }: Graph, uri: string): readonly string[] {
  const blocks = nodes.filter(isBlock);
  const own = blocks.filter(({ extent, covers = [] }) =>
    [...(extent ? [extent] : []), ...covers].some((place) => place.uri === uri),
  );
  return own.length === blocks.length ? [] : own.map(({ id }) => id);
}
