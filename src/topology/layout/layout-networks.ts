import { isBlock } from '../graph.js';
import type { Graph, GraphNode } from '../graph.js';
import { groupBy } from '../group-by.js';
import { MARGIN } from './arrange-frames.js';
import type { Box, Layout, Point } from './layout.js';
import { frameHeaderWidth, guestHeaderWidth, METRICS, sizeOfNode } from './node-size.js';

/** From the left of a column to its line, and from there to what hangs on it. */
export const LANE_LINE = 10;
const INDENT = 24;
const LANE_GAP = 26;
const ROW_GAP = 8;
const FRAME_GAP = 16;
const LEAST_LABEL = 130;
/** Of the hosts of a group. */
const GROUP_INSET = 12;

interface Lanes {
  /** Column of each network, by its node. */
  readonly at: ReadonlyMap<string, number>;
  readonly xs: readonly number[];
  readonly widths: readonly number[];
  readonly right: number;
}

/**
 * A table: a column per network, a row per host and guest. What connects them hangs on the line of its column, so the
 * eye follows a network down and a host across.
 */
export function layoutNetworks(graph: Graph): Layout {
  const laneOf = new Map(graph.edges.map(({ source, target }) => [target, source]));
  const children = groupBy(graph.nodes, ({ frame }) => frame);
  const cards = (children.get(undefined) ?? []).filter(({ kind }) => kind === 'network');
  const frames = (children.get(undefined) ?? []).filter(({ kind }) => kind !== 'network');
  const labelWidth = labelWidthOf(graph.nodes);
  const lanes = lanesOf(graph, cards, laneOf, MARGIN + labelWidth + LANE_GAP);
  const nodes: Record<string, Box> = {};

  let y = MARGIN;
  const cardHeight = cards.reduce((most, card) => Math.max(most, sizeOfNode(card).height), 0);
  for (const card of cards) {
    const lane = lanes.at.get(card.id) ?? 0;
    const { height } = sizeOfNode(card);
    nodes[card.id] = { x: lanes.xs[lane] ?? 0, y, width: lanes.widths[lane] ?? 0, height };
  }
  y += cardHeight + (cards.length > 0 ? FRAME_GAP : 0);

  /** Puts nodes of one row into their columns, those of one column below each other; gives the height. */
  const placeRow = (row: readonly GraphNode[], top: number): number => {
    const used = new Map<number, number>();
    let homeless = lanes.right;
    for (const node of row) {
      const { width, height } = sizeOfNode(node);
      const lane = lanes.at.get(laneOf.get(node.id) ?? '');
      if (lane === undefined) {
        nodes[node.id] = { x: homeless, y: top, width, height };
        homeless += width + ROW_GAP;
        used.set(-1, height);
        continue;
      }
      const offset = used.get(lane) ?? 0;
      const laneWidth = (lanes.widths[lane] ?? 0) - INDENT;
      nodes[node.id] = { x: (lanes.xs[lane] ?? 0) + INDENT, y: top + offset, width: laneWidth, height };
      used.set(lane, offset + height + ROW_GAP);
    }
    return [...used].reduce(
      (most, [lane, height]) => Math.max(most, lane < 0 ? height : height - ROW_GAP),
      0,
    );
  };

  const insets = new Map<string, number>();
  const placeFrame = (frame: GraphNode, inset: number): void => {
    const top = y;
    insets.set(frame.id, inset);
    const own = children.get(frame.id) ?? [];
    const members = own.filter((node) => node.kind !== 'guest' && !isBlock(node));
    y += Math.max(METRICS.frameHeader, placeRow(members, top + ROW_GAP) + ROW_GAP);
    for (const block of own.filter(isBlock)) placeFrame(block, inset + GROUP_INSET);
    for (const guest of own.filter(({ kind }) => kind === 'guest')) {
      const row = y + ROW_GAP;
      const height = Math.max(METRICS.guestHeader, placeRow(children.get(guest.id) ?? [], row));
      nodes[guest.id] = {
        x: MARGIN + inset + METRICS.framePad,
        y: row + Math.round((height - METRICS.guestHeader) / 2),
        width: labelWidth - inset - METRICS.framePad,
        height: METRICS.guestHeader,
      };
      y = row + height;
    }
    const isRow = frame.folding === 'closed';
    nodes[frame.id] = { x: MARGIN + inset, y: top, width: 0, height: y + (isRow ? 0 : ROW_GAP) - top };
    y += isRow ? ROW_GAP : ROW_GAP + FRAME_GAP;
  };
  for (const frame of frames) placeFrame(frame, 0);
  let right = lanes.right - LANE_GAP;
  for (const { x, width } of Object.values(nodes)) right = Math.max(right, x + width);
  for (const [id, inset] of insets) {
    const box = nodes[id];
    if (box) nodes[id] = { ...box, width: right + METRICS.framePad - MARGIN - 2 * inset };
  }
  return {
    width: right + METRICS.framePad + MARGIN,
    height: y - (frames.length > 0 ? FRAME_GAP : 0) + MARGIN,
    nodes,
    edges: Object.fromEntries(
      graph.edges.map(({ id, source, target }) => [id, hang(nodes[source], nodes[target])]),
    ),
    grid: { columns: 1, slots: Object.fromEntries(frames.map(({ id }, index) => [id, index])) },
  };
}

function labelWidthOf(nodes: readonly GraphNode[]): number {
  return nodes.reduce((most, node) => {
    if (node.kind === 'guest') return Math.max(most, guestHeaderWidth(node) + METRICS.framePad);
    return isBlock(node) || node.kind === 'group' ? Math.max(most, frameHeaderWidth(node)) : most;
  }, LEAST_LABEL);
}

function lanesOf(
  graph: Graph,
  cards: readonly GraphNode[],
  laneOf: ReadonlyMap<string, string>,
  left: number,
): Lanes {
  const at = new Map(cards.map(({ id }, index) => [id, index]));
  const widths = cards.map((card) => sizeOfNode(card).width);
  for (const node of graph.nodes) {
    const lane = at.get(laneOf.get(node.id) ?? '');
    if (lane !== undefined) widths[lane] = Math.max(widths[lane] ?? 0, sizeOfNode(node).width + INDENT);
  }
  let x = left;
  const xs = widths.map((width) => {
    const own = x;
    x += width + LANE_GAP;
    return own;
  });
  return { at, xs, widths, right: x };
}

/** Down the line of the column, then to the right. */
function hang(card: Box | undefined, member: Box | undefined): readonly Point[] {
  if (!card || !member) return [];
  const y = member.y + Math.round(member.height / 2);
  return [
    { x: card.x + LANE_LINE, y: card.y + card.height },
    { x: card.x + LANE_LINE, y },
    { x: member.x, y },
  ];
}
