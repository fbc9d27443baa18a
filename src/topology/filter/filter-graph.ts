import { isFrame } from '../graph.js';
import type { Graph, GraphEdge, GraphNode } from '../graph.js';
import { isHidden } from './graph-filter.js';
import type { Layer } from './graph-filter.js';

/**
 * The graph without what a person does not want to see: what no wanted network passes, and whole layers, over which edges
 * are joined.
 *
 * @param networks names of the networks that are shown; undefined: all of them
 */
export function filterGraph(
  graph: Graph,
  networks: ReadonlySet<string> | undefined,
  hidden: readonly Layer[],
): Graph {
  const passed = networks ? onlyNetworks(graph, networks) : graph;
  return hidden.length > 0 ? withoutLayers(passed, hidden) : passed;
}

function onlyNetworks(graph: Graph, names: ReadonlySet<string>): Graph {
  const texts = new Set(graph.legend.filter(({ name }) => names.has(name)).map(({ text }) => text));
  const kept = new Set(
    graph.nodes
      .filter(({ marks, folding }) => folding === 'closed' || marks.some(({ text }) => texts.has(text)))
      .map(({ id }) => id),
  );
  keepWayToTheWire(graph, kept);
  return { ...graph, ...onlyKept(graph, kept) };
}

/** Everything between what is kept and the wire, and the TAPs of what is kept. */
function keepWayToTheWire({ nodes, edges }: Graph, kept: Set<string>): void {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const sources = new Map<string, string[]>();
  for (const { source, target } of edges) sources.set(target, [...(sources.get(target) ?? []), source]);
  const queue = [...kept];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    // The columns of the Networks perspective are kept for their own sake only.
    if (kinds.get(id) === 'member') continue;
    for (const source of sources.get(id) ?? []) {
      if (kept.has(source) || kinds.get(source) === 'network') continue;
      kept.add(source);
      queue.push(source);
    }
  }
}

function withoutLayers(graph: Graph, hidden: readonly Layer[]): Graph {
  const gone = new Set(graph.nodes.filter((node) => isHidden(node, hidden)).map(({ id }) => id));
  if (gone.size === 0) return graph;
  const kept = new Set(graph.nodes.filter(({ id }) => !gone.has(id)).map(({ id }) => id));
  const from = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) from.set(edge.source, [...(from.get(edge.source) ?? []), edge]);
  // A circle, which a site with errors may have, is walked once.
  const joined = (edge: GraphEdge, seen: readonly string[]): readonly GraphEdge[] => {
    if (!gone.has(edge.target)) return [edge];
    if (seen.includes(edge.target)) return [];
    return (from.get(edge.target) ?? []).flatMap((next) =>
      joined({ ...next, id: `${edge.id}+${next.id}`, source: edge.source }, [...seen, edge.target]),
    );
  };
  const edges = graph.edges.flatMap((edge) => (gone.has(edge.source) ? [] : joined(edge, [])));
  return { ...graph, nodes: onlyKept(graph, kept, true).nodes, edges };
}

/** Frames stay for what is in them; those that were empty before are for the caller to keep. */
function onlyKept(
  { nodes, edges }: Graph,
  kept: ReadonlySet<string>,
  keepsFrames = false,
): Pick<Graph, 'nodes' | 'edges'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const needed = new Set(kept);
  for (const id of kept) {
    for (let frame = byId.get(id)?.frame; frame !== undefined; frame = byId.get(frame)?.frame)
      needed.add(frame);
  }
  // Of a command that still has a line, the heading stays.
  const isHeading = ({ kind, stands, frame }: GraphNode): boolean =>
    kind === 'line' && stands === undefined && frame !== undefined && needed.has(frame);
  const stays = (node: GraphNode): boolean =>
    keepsFrames ? kept.has(node.id) : needed.has(node.id) || isHeading(node);
  const left = nodes.filter(stays);
  const ids = new Set(left.map(({ id }) => id));
  return {
    nodes: left.filter((node) => !isFrame(node) || keepsFrames || needed.has(node.id)),
    edges: edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
  };
}
