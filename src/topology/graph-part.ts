import type { GraphEdge, GraphNode } from './graph.js';

/** Nodes and edges that are made together: what one frame holds. */
export interface GraphPart {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** All parts, in order. Of one id the first wins, since a site with a duplicate name must be drawn as well. */
export function joinParts(parts: readonly GraphPart[]): GraphPart {
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  for (const part of parts) {
    for (const node of part.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
    for (const edge of part.edges) if (!edges.has(edge.id)) edges.set(edge.id, edge);
  }
  return {
    nodes: [...nodes.values()],
    edges: [...edges.values()].filter(({ source, target }) => nodes.has(source) && nodes.has(target)),
  };
}

/** Parts that were made before, so that a keystroke makes anew only what it changed. */
export interface PartMemory {
  /**
   * What was made under this key the last time, if it was made of the same inputs: compared one by one, by identity.
   */
  part(key: string, inputs: readonly unknown[], make: () => GraphPart): GraphPart;
  /** Lets go of what was not asked for since the last call. */
  forgetUnused(): void;
}

interface Remembered {
  readonly inputs: readonly unknown[];
  readonly part: GraphPart;
}

export function createPartMemory(): PartMemory {
  let current = new Map<string, Remembered>();
  let before = new Map<string, Remembered>();
  return {
    part(key, inputs, make) {
      const known = current.get(key) ?? before.get(key);
      const isSame =
        known?.inputs.length === inputs.length &&
        known.inputs.every((input, index) => input === inputs[index]);
      const kept = known && isSame ? known : { inputs, part: make() };
      current.set(key, kept);
      return kept.part;
    },
    forgetUnused() {
      before = current;
      current = new Map();
    },
  };
}
