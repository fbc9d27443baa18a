import type { GraphEdge } from '../graph.js';
import type { Cell, FrameContent } from './frame-content.js';
import { sizeOfNode } from './node-size.js';

/** Room that an edge takes where it passes a column without stopping. */
const PASS_HEIGHT = 8;

export const passId = (edge: GraphEdge, layer: number): string => `${edge.id}@${layer}`;

/** Cells of each used layer from top to bottom, and which cells follow each other along edges. */
export interface OrderedCells {
  readonly layers: ReadonlyMap<number, readonly Cell[]>;
  /** Pairs of cells in adjacent layers (of those in use). */
  readonly links: readonly { readonly from: string; readonly to: string }[];
  /** Cells that an edge runs through, its ends included. */
  readonly ways: ReadonlyMap<string, readonly string[]>;
}

/**
 * Walks from the outside inward in the order of the text, so that what hangs together stands together: the other ports
 * of a bond directly below its first, its VLANs next to each other. In a forest, which most hosts are, no two edges cross.
 */
export function orderCells(content: FrameContent, used: readonly number[]): OrderedCells {
  const layers = new Map<number, Cell[]>(used.map((layer) => [layer, []]));
  const outgoing = new Map<string, GraphEdge[]>();
  const incoming = new Map<string, GraphEdge[]>();
  for (const edge of content.edges) {
    outgoing.set(edge.source, [...(outgoing.get(edge.source) ?? []), edge]);
    incoming.set(edge.target, [...(incoming.get(edge.target) ?? []), edge]);
  }
  const heights = new Map(content.nodes.map((node) => [node.id, sizeOfNode(node).height]));
  const seen = new Set<string>();
  const ways = new Map<string, readonly string[]>();
  const layerOf = (id: string): number => content.layerOf.get(id) ?? 0;

  const push = (cell: Cell): void => {
    layers.get(cell.layer)?.push(cell);
  };
  const layWay = (edge: GraphEdge): void => {
    if (ways.has(edge.id)) return;
    const between = used.filter((layer) => layer > layerOf(edge.source) && layer < layerOf(edge.target));
    for (const layer of between) push({ id: passId(edge, layer), layer, height: PASS_HEIGHT, passes: edge });
    ways.set(edge.id, [edge.source, ...between.map((layer) => passId(edge, layer)), edge.target]);
  };
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    push({ id, layer: layerOf(id), height: heights.get(id) ?? 0 });
    for (const { source } of incoming.get(id) ?? []) visit(source);
    for (const edge of outgoing.get(id) ?? []) {
      layWay(edge);
      visit(edge.target);
    }
  };
  for (const { id } of content.nodes) visit(id);

  const lastLayer = used.at(-1) ?? 0;
  for (const edge of content.plugEdges) {
    const between = used.filter((layer) => layer > layerOf(edge.source) && layer <= lastLayer);
    for (const layer of between) push({ id: passId(edge, layer), layer, height: PASS_HEIGHT, passes: edge });
    ways.set(edge.id, [edge.source, ...between.map((layer) => passId(edge, layer)), edge.target]);
  }
  const links = [...ways.values()].flatMap((way) =>
    way.slice(1).map((to, index) => ({ from: way[index] ?? '', to })),
  );
  return { layers, links, ways };
}
