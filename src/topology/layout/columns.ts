import type { FrameContent } from './frame-content.js';
import { OUTSIDE_LAYER } from './frame-content.js';
import type { Layout } from './layout.js';
import { METRICS, sizeOfNode } from './node-size.js';

export interface Column {
  readonly x: number;
  readonly width: number;
}

/** The columns that all frames share, so that like stands below like. Only layers that some host uses get one. */
export interface Columns {
  /** By layer of a device. */
  readonly layers: ReadonlyMap<number, Column>;
  /** Layers in use, ascending. */
  readonly used: readonly number[];
  readonly tap: Column;
  readonly guest: Column;
}

const GAP = 42;
const PLUG_GAP = 58;
const TAP_GAP = 22;
/** From the outside to the first NIC: the border of the frame runs through it. */
const OUTSIDE_GAP = 34 + METRICS.framePad;

/** Columns never get narrower than before, so that shortening a name moves nothing. */
export function columnsOf(contents: readonly FrameContent[], previous: Layout): Columns {
  const widths = new Map<number, number>();
  let guestWidth = 0;
  for (const { nodes, guests, layerOf } of contents) {
    for (const node of nodes) {
      const layer = layerOf.get(node.id) ?? OUTSIDE_LAYER;
      const before = previous.nodes[node.id]?.width ?? 0;
      widths.set(layer, Math.max(widths.get(layer) ?? 0, sizeOfNode(node).width, before));
    }
    for (const { node, width } of guests) {
      guestWidth = Math.max(guestWidth, width, previous.nodes[node.id]?.width ?? 0);
    }
  }
  const used = [...widths.keys()].sort((a, b) => a - b);
  const layers = new Map<number, Column>();
  let x = 0;
  for (const layer of used) {
    const width = widths.get(layer) ?? 0;
    layers.set(layer, { x, width });
    x += width + (layer === OUTSIDE_LAYER ? OUTSIDE_GAP : GAP);
  }
  const tapX = used.length === 0 ? 0 : x - GAP + PLUG_GAP;
  return {
    layers,
    used,
    tap: { x: tapX, width: METRICS.tapWidth },
    guest: { x: tapX + METRICS.tapWidth + TAP_GAP, width: guestWidth },
  };
}
