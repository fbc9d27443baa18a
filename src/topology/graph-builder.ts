import type { GraphEdge, GraphNode } from './graph.js';

/** Collects nodes and edges; the first of one id wins, since a site with a duplicate name must be drawn as well. */
export interface GraphBuilder {
  addNode(node: GraphNode): void;
  addEdge(edge: GraphEdge): void;
  hasNode(id: string): boolean;
  /** Edges of which both ends exist. */
  build(): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] };
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
    build: () => ({
      nodes: [...nodes.values()],
      edges: [...edges.values()].filter(({ source, target }) => nodes.has(source) && nodes.has(target)),
    }),
  };
}
