import type { GraphPart } from './graph-part.js';
import type { GraphEdge, GraphNode } from './graph.js';

/** Collects nodes and edges of a part; the first of one id wins. */
export interface GraphBuilder {
  addNode(node: GraphNode): void;
  addEdge(edge: GraphEdge): void;
  hasNode(id: string): boolean;
  build(): GraphPart;
}

export function createGraphBuilder(): GraphBuilder {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  return {
    addNode(node) {
      if (!nodes.has(node.id)) nodes.set(node.id, node);
    },
    addEdge(edge) {
      if (!edges.has(edge.id)) edges.set(edge.id, edge);
    },
    hasNode: (id) => nodes.has(id),
    build: () => ({ nodes: [...nodes.values()], edges: [...edges.values()] }),
  };
}
