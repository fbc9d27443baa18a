import type { GraphEdge } from '../graph.js';
import type { Columns } from './columns.js';
import type { Box, Point } from './layout.js';
import { METRICS, sizeOfNode } from './node-size.js';
import { headerOf } from './place-content.js';
import type { PlacedFrame } from './place-content.js';
import { routeEdges } from './route-edges.js';
import type { Way } from './route-edges.js';

/** Where everything of one frame stands. */
export interface FrameBoxes {
  readonly nodes: Readonly<Record<string, Box>>;
  readonly edges: Readonly<Record<string, readonly Point[]>>;
}

/** @param place left upper corner of the block */
export function frameBoxes(frame: PlacedFrame, place: Point, width: number, columns: Columns): FrameBoxes {
  const nodes = boxesOf(frame, place, width, columns);
  return { nodes, edges: routeEdges(waysOf(frame, place, columns, nodes)) };
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
