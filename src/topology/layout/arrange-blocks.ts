import type { Graph, GraphNode } from '../graph.js';
import { isBlock } from '../graph.js';
import { groupBy } from '../group-by.js';
import { arrangeCards } from './arrange-cards.js';
import { arrangeFrames, MARGIN } from './arrange-frames.js';
import type { FrameSize } from './arrange-frames.js';
import type { Box, FrameGrid, Point } from './layout.js';
import { cardSize, frameHeaderWidth, isCard, METRICS } from './node-size.js';
import type { Size } from './node-size.js';

export interface ArrangedBlocks {
  /** Left upper corner of each block that is open. */
  readonly places: ReadonlyMap<string, Point>;
  /** Boxes of groups and of whatever is closed. */
  readonly boxes: Readonly<Record<string, Box>>;
  readonly width: number;
  readonly height: number;
  readonly grid: FrameGrid;
}

/** Around what a group holds. The margin of the arrangement inside is part of it. */
const GROUP_TOP = METRICS.frameHeader - MARGIN + 4;

/**
 * Hosts, pools and groups of them side by side. Where frames start closed they are a table of cards, else rows as high
 * as their highest frame.
 *
 * @param sizeOf of open blocks, whatever hangs beside their frame included
 * @param indent from the left of a block to its frame, where all have the same: cards are level with frames then
 */
export function arrangeBlocks(
  graph: Graph,
  sizeOf: ReadonlyMap<string, Size>,
  previous: FrameGrid,
  indent = 0,
): ArrangedBlocks {
  const nodes = graph.nodes.filter((node) => isBlock(node) || node.kind === 'group');
  const byGroup = groupBy(nodes, ({ frame }) => frame);
  const arrange = graph.startsClosed ? arrangeCards : arrangeFrames;
  const places = new Map<string, Point>();
  const boxes: Record<string, Box> = {};
  let slots: Readonly<Record<string, number>> = {};
  const groups: Record<string, number> = {};

  const inside = new Map<string, ReturnType<typeof arrangeCards>>();
  const sizes = (members: readonly GraphNode[]): readonly FrameSize[] =>
    members.map((node): FrameSize => {
      if (isCard(node)) {
        const { width, height } = cardSize(node);
        return { id: node.id, width: width + indent, height, isClosed: true };
      }
      const within = inside.get(node.id);
      const size = within
        ? {
            width: Math.max(within.width, frameHeaderWidth(node)),
            height: within.height + GROUP_TOP,
          }
        : (sizeOf.get(node.id) ?? { width: 0, height: 0 });
      return { id: node.id, ...size };
    });
  for (const [group, members] of byGroup) {
    if (group === undefined) continue;
    const columns = previous.groups?.[group];
    const known = columns === undefined ? { columns: 1, slots: {} } : { columns, slots: previous.slots };
    const arranged = arrangeCards(sizes(members), known);
    inside.set(group, arranged);
    groups[group] = arranged.grid.columns;
    slots = { ...slots, ...arranged.grid.slots };
  }
  const top = sizes(byGroup.get(undefined) ?? []);
  const arranged = arrange(top, previous);
  const put = (members: readonly FrameSize[], at: ReadonlyMap<string, Point>, origin: Point): void => {
    for (const { id, width, height, isClosed } of members) {
      const place = at.get(id) ?? { x: 0, y: 0 };
      const corner = { x: origin.x + place.x, y: origin.y + place.y };
      const within = inside.get(id);
      if (isClosed) boxes[id] = { x: corner.x + indent, y: corner.y, width: width - indent, height };
      else if (within) boxes[id] = { ...corner, width, height };
      else places.set(id, corner);
      if (within) {
        put(sizes(byGroup.get(id) ?? []), within.places, { x: corner.x, y: corner.y + GROUP_TOP });
      }
    }
  };
  put(top, arranged.places, { x: 0, y: 0 });
  const { columns } = arranged.grid;
  return {
    places,
    boxes,
    width: arranged.width,
    height: arranged.height,
    grid: {
      columns,
      slots: { ...arranged.grid.slots, ...slots },
      ...(inside.size > 0 && { groups }),
    },
  };
}
