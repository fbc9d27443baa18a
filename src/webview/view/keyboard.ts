import { isFrame } from '../../topology/index.js';
import type { Box, GraphNode, Picture } from '../../topology/index.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

interface Centre {
  readonly x: number;
  readonly y: number;
}

const centreOf = ({ x, y, width, height }: Box): Centre => ({ x: x + width / 2, y: y + height / 2 });

/** How far it is that way, sideways counting double; undefined when it lies elsewhere. */
function distance(from: Centre, to: Centre, direction: Direction): number | undefined {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
  const across = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
  return along <= 1 ? undefined : along + 2 * across;
}

const isReachable = (node: GraphNode): boolean =>
  node.kind !== 'tap' && (!isFrame(node) || node.frame === undefined);

/**
 * The node that an arrow key leads to. Left and right follow an edge where there is one, past TAPs, which say nothing
 * that the NIC behind them does not; otherwise the nearest node in that direction.
 */
export function neighbour({ graph, layout }: Picture, id: string, direction: Direction): string | undefined {
  const box = layout.nodes[id];
  if (!box) return undefined;
  const from = centreOf(box);
  const nearest = (ids: readonly string[]): string | undefined => {
    let best: string | undefined;
    let least = Infinity;
    for (const candidate of ids) {
      const other = layout.nodes[candidate];
      const far = other && candidate !== id ? distance(from, centreOf(other), direction) : undefined;
      if (far !== undefined && far < least) [best, least] = [candidate, far];
    }
    return best;
  };
  const kinds = new Map(graph.nodes.map((node) => [node.id, node]));
  const step = (start: string): readonly string[] =>
    graph.edges.flatMap(({ source, target }) => {
      const next =
        direction === 'right' && source === start
          ? target
          : direction === 'left' && target === start
            ? source
            : undefined;
      if (next === undefined) return [];
      return kinds.get(next)?.kind === 'tap' ? step(next) : [next];
    });
  return nearest(step(id)) ?? nearest(graph.nodes.filter(isReachable).map((node) => node.id));
}
