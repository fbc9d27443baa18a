import type { Layout, Point } from './layout.js';
import { OUTSIDE_LAYER } from './frame-content.js';
import type { Cell, FrameContent } from './frame-content.js';
import type { Columns } from './columns.js';
import { keepPlaces } from './keep-places.js';
import { frameHeaderWidth, METRICS } from './node-size.js';
import { orderCells } from './order-cells.js';
import type { OrderedCells } from './order-cells.js';
import { placeFrame, ROW_GAP } from './place-frame.js';
import type { Tops } from './place-frame.js';

/** A frame with everything in it placed, before frames are arranged. */
export interface PlacedFrame {
  readonly content: FrameContent;
  readonly ordered: OrderedCells;
  readonly tops: Tops;
  /** From the left of the block (frame and what stands outside of it) to the frame, and to column 0. */
  readonly frameLeft: number;
  readonly columnsLeft: number;
  readonly frameWidth: number;
  readonly height: number;
}

/** From the top of a frame to what it holds. */
export const headerOf = (): number => METRICS.frameHeader + 4;

/** @param isSettled whether a node stands in the same frame and on the same devices as before */
export function placeContent(
  content: FrameContent,
  columns: Columns,
  before: Layout,
  isSettled: (id: string) => boolean,
): PlacedFrame {
  const ordered = orderCells(content, columns.used);
  const fresh = placeFrame(content, ordered, columns.used);
  const known = knownTops(content, ordered, before, columns, isSettled);
  const tops =
    known.size === 0
      ? fresh
      : keepPlaces(cellColumns(content, ordered, fresh), fresh, known, ROW_GAP, ordered.links);
  const used = columns.used.filter((layer) => ordered.layers.get(layer)?.some(({ passes }) => !passes));
  const hasOutside = columns.layers.has(OUTSIDE_LAYER);
  const firstDevice = columns.used.find((layer) => layer !== OUTSIDE_LAYER);
  const deviceLeft = firstDevice === undefined ? columns.guest.x : (columns.layers.get(firstDevice)?.x ?? 0);
  const frameLeft = hasOutside ? deviceLeft - METRICS.framePad : 0;
  const own = used.find((layer) => layer !== OUTSIDE_LAYER);
  const ownLeft = own === undefined ? columns.guest.x : (columns.layers.get(own)?.x ?? 0);
  const start = content.node.kind === 'host' ? deviceLeft : ownLeft;
  const last = columns.layers.get(used.at(-1) ?? -1);
  const right =
    content.guests.length > 0 ? columns.guest.x + columns.guest.width : last ? last.x + last.width : start;
  const bottom = bottomOf(tops, cellColumns(content, ordered, fresh).flat());
  const height = headerOf() + bottom + (tops.size > 0 ? METRICS.framePad : 0);
  return {
    content,
    ordered,
    tops,
    frameLeft,
    columnsLeft: frameLeft + METRICS.framePad - start,
    frameWidth: Math.max(right - start + 2 * METRICS.framePad, frameHeaderWidth(content.node)),
    height: Math.max(height, before.nodes[content.node.id]?.height ?? 0),
  };
}

function bottomOf(tops: Tops, cells: readonly Cell[]): number {
  return cells.reduce((most, { id, height }) => Math.max(most, (tops.get(id) ?? 0) + height), 0);
}

/** Devices by layer, then guests as one more column, in the order of a fresh layout. */
function cellColumns(
  content: FrameContent,
  { layers }: OrderedCells,
  fresh: Tops,
): readonly (readonly Cell[])[] {
  const guests = content.guests
    .map(({ node, height }): Cell => ({ id: node.id, layer: Infinity, height }))
    .sort((a, b) => (fresh.get(a.id) ?? 0) - (fresh.get(b.id) ?? 0));
  return [...layers.values(), guests];
}

/** Tops before, of the cells that are still in the same frame and column and stand on the same devices. */
function knownTops(
  content: FrameContent,
  ordered: OrderedCells,
  before: Layout,
  columns: Columns,
  isSettled: (id: string) => boolean,
): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  const frame = before.nodes[content.node.id];
  if (!frame) return known;
  const origin = frame.y + headerOf();
  for (const cell of [...ordered.layers.values()].flat()) {
    const box = before.nodes[cell.id];
    if (box && isSettled(cell.id)) known.set(cell.id, box.y - origin);
    if (cell.passes) {
      const y = crossing(before.edges[cell.passes.id] ?? [], columns, cell, frame.x);
      if (y !== undefined) known.set(cell.id, y - cell.height / 2 - origin);
    }
  }
  for (const { node } of content.guests) {
    const box = before.nodes[node.id];
    if (box && isSettled(node.id)) known.set(node.id, box.y - origin);
  }
  return known;
}

/** Where an edge crossed the middle of a column before. */
function crossing(
  points: readonly Point[],
  columns: Columns,
  { layer }: Cell,
  frameX: number,
): number | undefined {
  const column = columns.layers.get(layer);
  const first = columns.used.find((used) => used !== OUTSIDE_LAYER);
  if (!column || first === undefined) return undefined;
  const x = frameX + METRICS.framePad + column.x + column.width / 2 - (columns.layers.get(first)?.x ?? 0);
  const index = points.findIndex((point, at) => {
    const next = points[at + 1];
    return next?.y === point.y && point.x <= x && x <= next.x;
  });
  return points[index]?.y;
}
