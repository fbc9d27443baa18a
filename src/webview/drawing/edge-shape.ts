import type { Box, Point } from '../../topology/index.js';

/** The corners of an edge as cytoscape takes them: relative to the line between its ends. */
export interface EdgeShape {
  /** From the middle of the source node, in pixels: `60px 0px`. */
  readonly source: string;
  readonly target: string;
  readonly weights: readonly number[];
  readonly distances: readonly number[];
}

const middle = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

const endpoint = (point: Point, box: Box): string => {
  const centre = middle(box);
  return `${point.x - centre.x}px ${point.y - centre.y}px`;
};

export function edgeShape(points: readonly Point[], from: Box, to: Box): EdgeShape {
  const start = points[0] ?? middle(from);
  const end = points.at(-1) ?? middle(to);
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const length = dx * dx + dy * dy;
  const corners = length === 0 ? [] : points.slice(1, -1);
  return {
    source: endpoint(start, from),
    target: endpoint(end, to),
    weights: corners.map(({ x, y }) => ((x - start.x) * dx + (y - start.y) * dy) / length),
    // Cytoscape counts distances to the left of the way from source to target on a screen whose y grows downward.
    distances: corners.map(({ x, y }) => ((y - start.y) * dx - (x - start.x) * dy) / Math.sqrt(length)),
  };
}
