import type { Graph, GraphEdge, GraphNode } from '../graph.js';
import type { Picture } from '../picture.js';
import { arrangeBlocks } from './arrange-blocks.js';
import { columnsOf } from './columns.js';
import type { Columns } from './columns.js';
import { frameBoxes } from './frame-boxes.js';
import type { FrameBoxes } from './frame-boxes.js';
import { frameContents } from './frame-content.js';
import type { FrameContent } from './frame-content.js';
import { EMPTY_LAYOUT } from './layout.js';
import type { Box, Layout, Point } from './layout.js';
import { placeContent } from './place-content.js';
import type { PlacedFrame } from './place-content.js';

interface KnownFrame {
  readonly content: FrameContent;
  readonly columns: Columns;
  readonly placed: PlacedFrame;
  readonly place: Point;
  readonly width: number;
  readonly boxes: FrameBoxes;
}

/**
 * Frames as they were placed the last time, by id: belongs to the picture that is given as the previous one. A frame
 * that holds the same nodes and edges, the same objects, keeps its places without being looked at.
 */
export type LayoutMemory = Map<string, KnownFrame>;

/** Near-linear: each frame by itself, then frames in rows. */
export function layoutDevices(graph: Graph, previous: Picture | undefined, memory: LayoutMemory): Layout {
  const before = previous?.layout ?? EMPTY_LAYOUT;
  const contents = frameContents(graph).map((content) => {
    const known = memory.get(content.node.id)?.content;
    return known && isSameContent(known, content) ? known : content;
  });
  // Cards are a table of their own, in which every open frame stands alone; elsewhere like stands below like.
  const shared = graph.startsClosed ? undefined : columnsOf(contents, before);
  const isSettled = settledIn(graph, previous);
  const frames = contents.map((content) => {
    const known = memory.get(content.node.id);
    const columns = shared ?? (known?.content === content ? known.columns : columnsOf([content], before));
    const isKnown = known?.content === content && isSameColumns(known.columns, columns);
    return isKnown
      ? { columns: known.columns, placed: known.placed, known }
      : { columns, placed: placeContent(content, columns, before, isSettled), known: undefined };
  });
  const hostWidth = frames.reduce(
    (most, { placed }) => (placed.content.node.kind === 'host' ? Math.max(most, placed.frameWidth) : most),
    0,
  );
  const widthOf = ({ content, frameWidth }: PlacedFrame): number =>
    content.node.kind === 'host' && shared ? hostWidth : frameWidth;
  const arranged = arrangeBlocks(
    graph,
    new Map(
      frames.map(({ placed }) => [
        placed.content.node.id,
        { width: placed.frameLeft + widthOf(placed), height: placed.height },
      ]),
    ),
    before.grid,
    shared ? frames.reduce((most, { placed }) => Math.max(most, placed.frameLeft), 0) : 0,
  );
  const nodes: Record<string, Box> = { ...arranged.boxes };
  const edges: Record<string, readonly Point[]> = {};
  memory.clear();
  for (const { columns, placed, known } of frames) {
    const { content } = placed;
    const place = arranged.places.get(content.node.id) ?? { x: 0, y: 0 };
    const width = widthOf(placed);
    const isThere = known?.width === width && known.place.x === place.x && known.place.y === place.y;
    const boxes = isThere ? known.boxes : frameBoxes(placed, place, width, columns);
    memory.set(content.node.id, { content, columns, placed, place, width, boxes });
    Object.assign(nodes, boxes.nodes);
    Object.assign(edges, boxes.edges);
  }
  return { width: arranged.width, height: arranged.height, nodes, edges, grid: arranged.grid };
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const isSameContent = (a: FrameContent, b: FrameContent): boolean =>
  a.node === b.node &&
  sameItems(a.nodes, b.nodes) &&
  sameItems(a.edges, b.edges) &&
  sameItems(a.plugEdges, b.plugEdges) &&
  sameItems([...a.taps.values()], [...b.taps.values()]) &&
  a.guests.length === b.guests.length &&
  a.guests.every(({ node, nics }, index) => {
    const other = b.guests[index];
    return other?.node === node && sameItems(nics, other.nics);
  });

const isSameColumns = (a: Columns, b: Columns): boolean =>
  a === b ||
  (sameItems(a.used, b.used) &&
    [...a.layers].every(([layer, { x, width }]) => {
      const other = b.layers.get(layer);
      return other?.x === x && other.width === width;
    }) &&
    a.tap.x === b.tap.x &&
    a.guest.x === b.guest.x &&
    a.guest.width === b.guest.width);

/**
 * Whether a node stands in the same frame and on the same devices as before. A device that is new comes to what stands
 * on it, not the other way round: a bridge stays when its VLAN is taken from another bond, which gives it another name.
 */
function settledIn(graph: Graph, previous: Picture | undefined): (id: string) => boolean {
  if (!previous) return () => false;
  const [now, then] = [standings(graph), standings(previous.graph)];
  const isSettledOn = (id: string): boolean => {
    const [on, before] = [now.sources.get(id), then.sources.get(id)];
    if (on === before) return true;
    return (
      on !== undefined &&
      before !== undefined &&
      on
        .trim()
        .split(' ')
        .every((source) => !then.frames.has(source))
    );
  };
  return (id) => now.frames.get(id) === then.frames.get(id) && isSettledOn(id);
}

const standings = ({
  nodes,
  edges,
}: {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}): {
  readonly sources: ReadonlyMap<string, string>;
  readonly frames: ReadonlyMap<string, string | undefined>;
} => ({
  sources: sourcesOf(edges),
  frames: new Map(nodes.map(({ id, frame }) => [id, frame])),
});

/** What each node stands on, as one comparable text. */
function sourcesOf(edges: readonly GraphEdge[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { source, target } of edges) sources.set(target, `${sources.get(target) ?? ''} ${source}`);
  return sources;
}
