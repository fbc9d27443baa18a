import type { Graph } from './graph.js';

/**
 * Nodes that stand for the same elements as the given ones: a device and the lines of each command that print it, or,
 * in another perspective, whatever shows it there.
 */
export function nodesOfSame(from: Graph, ids: readonly string[], within: Graph = from): readonly string[] {
  const wanted = new Set(ids);
  const elements = new Set(ids);
  for (const { id, stands } of from.nodes) {
    if (wanted.has(id)) for (const element of stands ?? []) elements.add(element);
  }
  return within.nodes
    .filter(({ id, stands }) => elements.has(id) || (stands ?? []).some((element) => elements.has(element)))
    .map(({ id }) => id);
}
