import type { Box, Point } from './layout.js';

/** An edge between two columns of one frame, with the heights at which it crosses the columns in between. */
export interface Way {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly from: Box;
  readonly to: Box;
  /** Columns that it passes, left to right. */
  readonly passes: readonly Box[];
}

interface Segment {
  readonly way: Way;
  readonly left: number;
  readonly right: number;
  readonly y1: number;
  readonly y2: number;
}

interface Bundle {
  readonly segments: Segment[];
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  readonly isDown: boolean;
}

const FIRST_LANE = 14;
const LANE = 8;

const middle = ({ y, height }: Box): number => y + Math.round(height / 2);

/**
 * Right angles through the gaps between columns. Lines that start or end at the same node share one upright; other
 * uprights of a gap get lanes of their own, ordered so that bundles which run alike do not cross.
 */
export function routeEdges(ways: readonly Way[]): Readonly<Record<string, readonly Point[]>> {
  const gaps = new Map<number, Segment[]>();
  const parts = new Map<string, readonly Segment[]>();
  const arrivals = countBy(ways, ({ target }) => target);
  const departures = countBy(ways, ({ source }) => source);
  for (const way of ways) {
    const segments = segmentsOf(way, departures.get(way.source) === 1, arrivals.get(way.target) === 1);
    parts.set(way.id, segments);
    for (const segment of segments) {
      if (segment.y1 === segment.y2) continue;
      gaps.set(segment.right, [...(gaps.get(segment.right) ?? []), segment]);
    }
  }
  const lanes = new Map<Segment, number>();
  for (const segments of gaps.values()) {
    for (const [segment, x] of laneOf(segments)) lanes.set(segment, x);
  }
  return Object.fromEntries([...parts].map(([id, segments]) => [id, corners(segments, lanes)]));
}

/** A step smaller than this is avoided by leaving or entering a node above or below its middle. */
const SMALL_STEP = 12;
/** Where a border is still straight: not in the round corner. */
const CORNER = 6;

const roomOf = ({ height }: Box): number => Math.max(0, Math.min(SMALL_STEP, height / 2 - CORNER));

function segmentsOf(way: Way, isOnlyDeparture: boolean, isOnlyArrival: boolean): readonly Segment[] {
  let from = way.from;
  let y1 = middle(from);
  let startRoom = isOnlyDeparture ? roomOf(from) : 0;
  return [...way.passes, way.to].map((stop) => {
    // An edge that only passes has no more room than its own cell.
    const endRoom = stop !== way.to ? stop.height / 2 : isOnlyArrival ? roomOf(stop) : 0;
    const step = middle(stop) - y1;
    if (Math.abs(step) <= startRoom + endRoom) y1 += Math.sign(step) * Math.min(Math.abs(step), startRoom);
    const y2 = Math.abs(middle(stop) - y1) <= endRoom ? y1 : middle(stop);
    const segment = { way, left: from.x + from.width, right: stop.x, y1, y2 };
    from = stop;
    y1 = y2;
    startRoom = 0;
    return segment;
  });
}

function corners(segments: readonly Segment[], lanes: ReadonlyMap<Segment, number>): readonly Point[] {
  const [first] = segments;
  const last = segments.at(-1);
  if (!first || !last) return [];
  const points: Point[] = [{ x: first.left, y: first.y1 }];
  for (const segment of segments) {
    const x = lanes.get(segment);
    if (x !== undefined) points.push({ x, y: segment.y1 }, { x, y: segment.y2 });
  }
  points.push({ x: last.right, y: last.y2 });
  return points;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function bundlesOf(segments: readonly Segment[]): readonly Bundle[] {
  const sources = countBy(segments, ({ way }) => way.source);
  const targets = countBy(segments, ({ way }) => way.target);
  const bundles = new Map<string, Segment[]>();
  for (const segment of segments) {
    const { source, target } = segment.way;
    const isFanIn = (targets.get(target) ?? 0) > (sources.get(source) ?? 0);
    const key = isFanIn ? `>${target}` : source;
    bundles.set(key, [...(bundles.get(key) ?? []), segment]);
  }
  return [...bundles.values()].map((members) => {
    const ys = members.flatMap(({ y1, y2 }) => [y1, y2]);
    return {
      segments: members,
      top: ys.reduce((a, b) => Math.min(a, b), Infinity),
      bottom: ys.reduce((a, b) => Math.max(a, b), -Infinity),
      left: members.reduce((most, { left }) => Math.max(most, left), -Infinity),
      right: members.reduce((least, { right }) => Math.min(least, right), Infinity),
      isDown: members.reduce((sum, { y1, y2 }) => sum + y2 - y1, 0) > 0,
    };
  });
}

/** A bundle that runs down crosses fewer others when those that start below it turn before it; upward the reverse. */
function laneOf(segments: readonly Segment[]): readonly (readonly [Segment, number])[] {
  const bundles = bundlesOf(segments);
  const down = bundles.filter(({ isDown }) => isDown).sort((a, b) => b.top - a.top);
  const up = bundles.filter(({ isDown }) => !isDown).sort((a, b) => a.bottom - b.bottom);
  const placed: { bundle: Bundle; lane: number }[] = [];
  for (const bundle of [...down, ...up]) {
    const busy = placed.filter(
      ({ bundle: other }) => other.top <= bundle.bottom + LANE && bundle.top <= other.bottom + LANE,
    );
    placed.push({ bundle, lane: busy.reduce((most, { lane }) => Math.max(most, lane + 1), 0) });
  }
  const count = placed.reduce((most, { lane }) => Math.max(most, lane + 1), 1);
  return placed.flatMap(({ bundle, lane }) => {
    const room = bundle.right - bundle.left - 2 * FIRST_LANE;
    const pitch = Math.min(LANE, room / Math.max(1, count - 1));
    const x = Math.round(bundle.left + FIRST_LANE + lane * pitch);
    return bundle.segments.map((segment) => [segment, x] as const);
  });
}
