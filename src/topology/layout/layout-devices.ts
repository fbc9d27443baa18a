import type { Graph, GraphEdge } from '../graph.js';
import type { Picture } from '../picture.js';
import { arrangeFrames } from './arrange-frames.js';
import type { FrameSize } from './arrange-frames.js';
import { columnsOf } from './columns.js';
import type { Columns } from './columns.js';
import { frameContents, OUTSIDE_LAYER } from './frame-content.js';
import type { Cell, FrameContent } from './frame-content.js';
import { keepPlaces } from './keep-places.js';
import { EMPTY_LAYOUT } from './layout.js';
import type { Box, Layout, Point } from './layout.js';
import { frameHeaderWidth, METRICS, sizeOfNode } from './node-size.js';
import { orderCells } from './order-cells.js';
import type { OrderedCells } from './order-cells.js';
import { placeFrame, ROW_GAP } from './place-frame.js';
import type { Tops } from './place-frame.js';
import { routeEdges } from './route-edges.js';
import type { Way } from './route-edges.js';

/** A frame with everything in it placed, before frames are arranged. */
interface PlacedFrame {
  readonly content: FrameContent;
  readonly ordered: OrderedCells;
  readonly tops: Tops;
  /** From the left of the block (frame and what stands outside of it) to the frame, and to column 0. */
  readonly frameLeft: number;
  readonly columnsLeft: number;
  readonly frameWidth: number;
  readonly height: number;
}

/** Near-linear: each frame by itself, then frames in rows. */
export function layoutDevices(graph: Graph, previous: Picture | undefined): Layout {
  const before = previous?.layout ?? EMPTY_LAYOUT;
  const contents = frameContents(graph);
  const columns = columnsOf(contents, before);
  const sources = sourcesOf(graph.edges);
  const sourcesBefore = previous ? sourcesOf(previous.graph.edges) : new Map<string, string>();
  const frameNow = new Map(graph.nodes.map(({ id, frame }) => [id, frame]));
  const frameBefore = new Map(previous?.graph.nodes.map(({ id, frame }) => [id, frame]));
  const isSettled = (id: string): boolean =>
    sources.get(id) === sourcesBefore.get(id) && frameNow.get(id) === frameBefore.get(id);
  const frames = contents.map((content) => placeContent(content, columns, before, isSettled));
  const hostWidth = frames.reduce(
    (most, { content, frameWidth }) => (content.node.kind === 'host' ? Math.max(most, frameWidth) : most),
    0,
  );
  const widthOf = ({ content, frameWidth }: PlacedFrame): number =>
    content.node.kind === 'host' ? hostWidth : frameWidth;
  const arranged = arrangeFrames(
    frames.map((frame): FrameSize => ({
      id: frame.content.node.id,
      width: frame.frameLeft + widthOf(frame),
      height: frame.height,
    })),
    before.grid,
  );
  const nodes: Record<string, Box> = {};
  const edges: Record<string, readonly Point[]> = {};
  for (const frame of frames) {
    const place = arranged.places.get(frame.content.node.id) ?? { x: 0, y: 0 };
    Object.assign(nodes, boxesOf(frame, place, widthOf(frame), columns));
    Object.assign(edges, routeEdges(waysOf(frame, place, columns, nodes)));
  }
  return { width: arranged.width, height: arranged.height, nodes, edges, grid: arranged.grid };
}

/** What each node stands on, as one comparable text. */
function sourcesOf(edges: readonly GraphEdge[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { source, target } of edges) sources.set(target, `${sources.get(target) ?? ''} ${source}`);
  return sources;
}

const headerOf = (): number => METRICS.frameHeader + 4;

function placeContent(
  content: FrameContent,
  columns: Columns,
  before: Layout,
  isSettled: (id: string) => boolean,
): PlacedFrame {
  const ordered = orderCells(content, columns.used);
  const fresh = placeFrame(content, ordered, columns.used);
  const known = knownTops(content, ordered, before, columns, isSettled);
  const tops =
    known.size === 0 ? fresh : keepPlaces(cellColumns(content, ordered, fresh), fresh, known, ROW_GAP);
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

function boxesOf(frame: PlacedFrame, place: Point, width: number, columns: Columns): Record<string, Box> {
  const { content, tops, ordered } = frame;
  const left = place.x + frame.columnsLeft;
  const top = place.y + headerOf();
  const boxes: Record<string, Box> = {
    [content.node.id]: { x: place.x + frame.frameLeft, y: place.y, width, height: frame.height },
  };
  for (const [layer, cells] of ordered.layers) {
    const column = columns.layers.get(layer);
    if (!column) continue;
    for (const { id, height, passes } of cells) {
      if (passes) continue;
      boxes[id] = { x: left + column.x, y: top + (tops.get(id) ?? 0), width: column.width, height };
    }
  }
  for (const guest of content.guests) {
    const y = top + (tops.get(guest.node.id) ?? 0);
    const x = left + columns.guest.x;
    boxes[guest.node.id] = { x, y, width: columns.guest.width, height: guest.height };
    for (const nic of guest.nics) {
      const { height } = sizeOfNode(nic);
      const nicY = y + (guest.nicTops.get(nic.id) ?? 0);
      const nicWidth = columns.guest.width - 2 * METRICS.guestPad;
      boxes[nic.id] = { x: x + METRICS.guestPad, y: nicY, width: nicWidth, height };
      const tap = content.taps.get(`${nic.id}/tap`);
      if (!tap) continue;
      const tapY = nicY + Math.round((height - METRICS.tapHeight) / 2);
      boxes[tap.id] = {
        x: left + columns.tap.x,
        y: tapY,
        width: columns.tap.width,
        height: METRICS.tapHeight,
      };
    }
  }
  return boxes;
}

function waysOf(
  { content, ordered, tops, columnsLeft }: PlacedFrame,
  place: Point,
  columns: Columns,
  boxes: Readonly<Record<string, Box>>,
): readonly Way[] {
  const cells = new Map([...ordered.layers.values()].flat().map((cell) => [cell.id, cell]));
  const passBox = (id: string): readonly Box[] => {
    const cell = cells.get(id);
    const column = cell && columns.layers.get(cell.layer);
    if (!cell || !column) return [];
    const y = place.y + headerOf() + (tops.get(id) ?? 0);
    return [{ x: place.x + columnsLeft + column.x, y, width: column.width, height: cell.height }];
  };
  const way = ({ id, source, target }: GraphEdge): readonly Way[] => {
    const [from, to] = [boxes[source], boxes[target]];
    if (!from || !to) return [];
    const passes = (ordered.ways.get(id) ?? []).slice(1, -1).flatMap(passBox);
    return [{ id, source, target, from, to, passes }];
  };
  const tapEdges = content.plugEdges.map(({ target: tap }): GraphEdge => {
    const nic = tap.slice(0, -'/tap'.length);
    return { id: `${tap}>${nic}`, kind: 'tap', source: tap, target: nic, tone: 'none' };
  });
  return [...content.edges, ...content.plugEdges, ...tapEdges].flatMap(way);
}
