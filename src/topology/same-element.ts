import type { ElementId } from '../model/index.js';
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

/** Nodes that stand for any of these elements; a closed frame stands for everything in it. */
export function nodesOfElements(graph: Graph, elements: readonly ElementId[]): readonly string[] {
  const wanted = new Set(elements);
  const hosts = new Set(elements.map((id) => id.split('/').slice(0, 2).join('/')));
  return graph.nodes
    .filter(
      ({ id, stands, folding }) =>
        wanted.has(id) ||
        (stands ?? []).some((element) => wanted.has(element)) ||
        (folding === 'closed' && hosts.has(id)),
    )
    .map(({ id }) => id);
}
