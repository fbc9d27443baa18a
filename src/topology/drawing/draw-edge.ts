import type { EdgeKind, GraphEdge } from '../graph.js';
import type { Point } from '../layout/layout.js';
import type { Paint } from './shape.js';

export const CORNER_RADIUS = 7;

export interface Stroke {
  readonly paint: Paint;
  readonly width: number;
  /** Lengths of line and gap; absent means solid. */
  readonly dash?: readonly [number, number];
}

const WIDTHS: Readonly<Record<EdgeKind, number>> = {
  uplink: 1.6,
  port: 1.6,
  vlan: 1.5,
  route: 1.5,
  tap: 1.5,
  member: 1.5,
};

/** Solid carries traffic; long dashes wait for another link to fail; dots are routed or translated, not switched. */
export function strokeOf({ kind, tone, standby }: GraphEdge): Stroke {
  const paint: Paint = tone === 'none' ? 'edge' : `tone-${tone}`;
  const width = WIDTHS[kind];
  if (standby) return { paint, width, dash: [5, 4] };
  return kind === 'route' ? { paint, width, dash: [1.5, 4] } : { paint, width };
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

/** Moves from a corner towards another point by at most half of the way between them. */
function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const part = whole === 0 ? 0 : Math.min(length, whole / 2) / whole;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

const number = (value: number): string => String(Math.round(value * 10) / 10);
const pair = ({ x, y }: Point): string => `${number(x)} ${number(y)}`;

/** An SVG path through right angles with rounded corners. */
export function pathOf(points: readonly Point[]): string {
  const [first] = points;
  if (!first) return '';
  const parts = [`M${pair(first)}`];
  for (const [index, point] of points.entries()) {
    if (index === 0) continue;
    const before = points[index - 1] ?? first;
    const after = points[index + 1];
    if (!after) parts.push(`L${pair(point)}`);
    else {
      const radius = Math.min(CORNER_RADIUS, distance(before, point) / 2, distance(point, after) / 2);
      parts.push(
        `L${pair(towards(point, before, radius))}Q${pair(point)} ${pair(towards(point, after, radius))}`,
      );
    }
  }
  return parts.join('');
}
