import type { Graph, GraphEdge, GraphNode, LegendEntry } from './graph.js';
import type { Box, FrameGrid, Layout, Point } from './layout/layout.js';
import type { Picture } from './picture.js';

/** What became different in a list of things with ids. */
export interface ListChanges<T> {
  /** New or changed, in order; `after` is the id of the one before it, absent for the first. */
  readonly put: readonly { readonly item: T; readonly after?: string }[];
  readonly remove: readonly string[];
  /** Ids in their new order; only when what stayed changed places. */
  readonly order?: readonly string[];
}

export interface GraphChanges {
  readonly nodes: ListChanges<GraphNode>;
  readonly edges: ListChanges<GraphEdge>;
  readonly legend?: readonly LegendEntry[];
  readonly counts?: Graph['counts'];
  /** Whether frames start closed now; absent: as before. */
  readonly startsClosed?: boolean;
}

/** Places of what stayed and did not move are left out. */
export interface LayoutChanges {
  readonly width: number;
  readonly height: number;
  readonly grid?: FrameGrid;
  readonly nodes: Readonly<Record<string, Box>>;
  readonly edges: Readonly<Record<string, readonly Point[]>>;
}

export interface PictureChanges {
  readonly graph: GraphChanges;
  readonly layout: LayoutChanges;
}

/** Equality of plain data. Key order counts for nothing. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) &&
      isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}

interface Identified {
  readonly id: string;
}

function diffLists<T extends Identified>(before: readonly T[], after: readonly T[]): ListChanges<T> {
  const old = new Map(before.map((item) => [item.id, item]));
  const now = new Set(after.map(({ id }) => id));
  const put = after.flatMap((item, index) => {
    const known = old.get(item.id);
    if (known && isSame(known, item)) return [];
    const previous = after[index - 1];
    return [{ item, ...(previous && { after: previous.id }) }];
  });
  const remove = before.filter(({ id }) => !now.has(id)).map(({ id }) => id);
  const changes = { put, remove };
  const isInOrder = applyList(before, changes).every(({ id }, index) => id === after[index]?.id);
  return isInOrder ? changes : { ...changes, order: after.map(({ id }) => id) };
}

function applyList<T extends Identified>(before: readonly T[], changes: ListChanges<T>): readonly T[] {
  if (changes.put.length === 0 && changes.remove.length === 0 && !changes.order) return before;
  const removed = new Set(changes.remove);
  const replaced = new Map(changes.put.map(({ item }) => [item.id, item]));
  const old = new Set(before.map(({ id }) => id));
  const added = new Map<string, T>();
  for (const { item, after } of changes.put) if (!old.has(item.id)) added.set(after ?? '', item);
  const result: T[] = [];
  const push = (item: T): void => {
    result.push(item);
    // A run of new ones hangs each on the one before it.
    let next = added.get(item.id);
    while (next) {
      result.push(next);
      next = added.get(next.id);
    }
  };
  const first = added.get('');
  if (first) push(first);
  for (const item of before) if (!removed.has(item.id)) push(replaced.get(item.id) ?? item);
  if (!changes.order) return result;
  const byId = new Map(result.map((item) => [item.id, item]));
  return changes.order.flatMap((id) => byId.get(id) ?? []);
}

export function diffGraphs(before: Graph, after: Graph): GraphChanges {
  return {
    nodes: diffLists(before.nodes, after.nodes),
    edges: diffLists(before.edges, after.edges),
    ...(!isSame(before.legend, after.legend) && { legend: after.legend }),
    ...(!isSame(before.counts, after.counts) && { counts: after.counts }),
    ...(before.startsClosed !== after.startsClosed && { startsClosed: after.startsClosed === true }),
  };
}

export function applyGraphChanges(before: Graph, changes: GraphChanges): Graph {
  const { startsClosed, ...rest } = before;
  return {
    ...rest,
    nodes: applyList(before.nodes, changes.nodes),
    edges: applyList(before.edges, changes.edges),
    legend: changes.legend ?? before.legend,
    counts: changes.counts ?? before.counts,
    ...((changes.startsClosed ?? startsClosed) === true && { startsClosed: true as const }),
  };
}

const changed = <T>(
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(after).filter(([id, value]) => !isSame(before[id], value)));

const applied = <T>(
  before: Readonly<Record<string, T>>,
  changes: Readonly<Record<string, T>>,
  removed: readonly string[],
): Readonly<Record<string, T>> => {
  const gone = new Set(removed);
  return Object.fromEntries([
    ...Object.entries(before).filter(([id]) => !gone.has(id)),
    ...Object.entries(changes),
  ]);
};

/** Undefined when the pictures cannot be compared: another folder or another perspective. */
export function diffPictures(before: Picture, after: Picture): PictureChanges | undefined {
  if (before.graph.folder !== after.graph.folder || before.graph.perspective !== after.graph.perspective) {
    return undefined;
  }
  const { width, height, grid, nodes, edges } = after.layout;
  return {
    graph: diffGraphs(before.graph, after.graph),
    layout: {
      width,
      height,
      ...(!isSame(before.layout.grid, grid) && { grid }),
      nodes: changed(before.layout.nodes, nodes),
      edges: changed(before.layout.edges, edges),
    },
  };
}

export function applyPictureChanges(before: Picture, { graph, layout }: PictureChanges): Picture {
  const { width, height, grid = before.layout.grid } = layout;
  const merged: Layout = {
    width,
    height,
    grid,
    nodes: applied(before.layout.nodes, layout.nodes, graph.nodes.remove),
    edges: applied(before.layout.edges, layout.edges, graph.edges.remove),
  };
  return { graph: applyGraphChanges(before.graph, graph), layout: merged };
}

export const isEmptyChange = ({ graph, layout }: PictureChanges): boolean =>
  [graph.nodes, graph.edges].every(
    ({ put, remove, order }) => put.length === 0 && remove.length === 0 && !order,
  ) &&
  graph.legend === undefined &&
  graph.counts === undefined &&
  graph.startsClosed === undefined &&
  Object.keys(layout.nodes).length === 0 &&
  Object.keys(layout.edges).length === 0;
