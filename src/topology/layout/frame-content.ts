import { isBlock } from '../graph.js';
import type { Graph, GraphEdge, GraphNode, NodeKind } from '../graph.js';
import { METRICS, guestHeaderWidth, sizeOfNode } from './node-size.js';

/** What stands in one column of a frame: a node, a guest with its NICs, or the place where an edge passes by. */
export interface Cell {
  readonly id: string;
  readonly layer: number;
  readonly height: number;
  /** The edge that passes here, when it is no node. */
  readonly passes?: GraphEdge;
}

/** One open frame with all that is drawn in it, in the order of the graph. */
export interface FrameContent {
  readonly node: GraphNode;
  readonly nodes: readonly GraphNode[];
  readonly guests: readonly GuestContent[];
  readonly taps: ReadonlyMap<string, GraphNode>;
  /** Edges between nodes other than TAPs and guests. */
  readonly edges: readonly GraphEdge[];
  /** From the plug of a guest's NIC to its TAP. */
  readonly plugEdges: readonly GraphEdge[];
  readonly layerOf: ReadonlyMap<string, number>;
}

export interface GuestContent {
  readonly node: GraphNode;
  readonly nics: readonly GraphNode[];
  readonly width: number;
  readonly height: number;
  /** From the top of the guest's box, by NIC. */
  readonly nicTops: ReadonlyMap<string, number>;
  /** The same, to the middle of the NIC, where its line ends. */
  readonly nicMiddles: ReadonlyMap<string, number>;
}

export const OUTSIDE_LAYER = 0;

const BASE_LAYER: Partial<Record<NodeKind, number>> = {
  outside: OUTSIDE_LAYER,
  nic: 1,
  bond: 2,
  vlan: 3,
  bridge: 4,
  'virtual-network': 4,
  plug: 4,
};

export function frameContents(graph: Graph): readonly FrameContent[] {
  const byFrame = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.frame === undefined) continue;
    const known = byFrame.get(node.frame);
    if (known) known.push(node);
    else byFrame.set(node.frame, [node]);
  }
  const frameOf = new Map(graph.nodes.map(({ id, frame }) => [id, frame]));
  const edgesByFrame = new Map<string, GraphEdge[]>();
  for (const edge of graph.edges) {
    const frame = frameOf.get(edge.source) ?? '';
    const known = edgesByFrame.get(frame);
    if (known) known.push(edge);
    else edgesByFrame.set(frame, [edge]);
  }
  return graph.nodes
    .filter((node) => isBlock(node) && node.folding !== 'closed')
    .map((node) => contentOf(node, byFrame, edgesByFrame.get(node.id) ?? []));
}

function contentOf(
  node: GraphNode,
  byFrame: ReadonlyMap<string, readonly GraphNode[]>,
  edges: readonly GraphEdge[],
): FrameContent {
  const members = byFrame.get(node.id) ?? [];
  const nodes = members.filter(({ kind }) => kind !== 'guest' && kind !== 'tap');
  const taps = new Map(members.filter(({ kind }) => kind === 'tap').map((tap) => [tap.id, tap]));
  const own = new Set(nodes.map(({ id }) => id));
  const deviceEdges = edges.filter(({ source, target }) => own.has(source) && own.has(target));
  return {
    node,
    nodes,
    guests: members
      .filter(({ kind }) => kind === 'guest')
      .map((guest) => guestContent(guest, byFrame.get(guest.id) ?? [])),
    taps,
    edges: deviceEdges,
    plugEdges: edges.filter(({ source, target }) => own.has(source) && taps.has(target)),
    layerOf: layersOf(nodes, deviceEdges),
  };
}

function guestContent(node: GraphNode, nics: readonly GraphNode[]): GuestContent {
  const nicTops = new Map<string, number>();
  const nicMiddles = new Map<string, number>();
  let height: number = METRICS.guestHeader;
  let width = guestHeaderWidth(node);
  for (const nic of nics) {
    const size = sizeOfNode(nic);
    nicTops.set(nic.id, height);
    nicMiddles.set(nic.id, height + size.height / 2);
    height += size.height + METRICS.guestGap;
    width = Math.max(width, size.width + 2 * METRICS.guestPad);
  }
  return {
    node,
    nics,
    width,
    height: nics.length === 0 ? METRICS.guestHeader : height - METRICS.guestGap + METRICS.guestPad,
    nicTops,
    nicMiddles,
  };
}

/**
 * Layers by kind, pushed outward where a device stands on one of its own or a later layer (a VLAN on a bridge, a VLAN
 * on a VLAN). A ring of devices, which only a faulty site has, is cut where it closes.
 */
function layersOf(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const sources = new Map<string, string[]>();
  for (const { source, target } of edges) sources.set(target, [...(sources.get(target) ?? []), source]);
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const layers = new Map<string, number>();
  const open = new Set<string>();
  const layerOf = (id: string): number => {
    const known = layers.get(id);
    if (known !== undefined) return known;
    open.add(id);
    let layer = BASE_LAYER[kinds.get(id) ?? 'bridge'] ?? 4;
    for (const source of sources.get(id) ?? []) {
      if (!open.has(source)) layer = Math.max(layer, layerOf(source) + 1);
    }
    open.delete(id);
    layers.set(id, layer);
    return layer;
  };
  for (const { id } of nodes) layerOf(id);
  return layers;
}
