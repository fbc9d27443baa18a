import { isFrame } from '../../topology/index.js';
import type { Box, GraphNode, Picture } from '../../topology/index.js';

export type Direction = 'left' | 'right' | 'up' | 'down';

interface Centre {
  readonly x: number;
  readonly y: number;
}

/** Frames are where their name stands: their middle is full of other things. */
function placeOf(node: GraphNode, { x, y, width, height }: Box): Centre {
  if (!isFrame(node)) return { x: x + width / 2, y: y + height / 2 };
  return { x: x + Math.min(width / 2, FRAME_NAME.x), y: y + FRAME_NAME.y };
}
const FRAME_NAME = { x: 70, y: 15 } as const;

/** How far it is that way, sideways counting double; undefined when it lies elsewhere. */
function distance(from: Centre, to: Centre, direction: Direction): number | undefined {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = { left: -dx, right: dx, up: -dy, down: dy }[direction];
  const across = Math.abs(direction === 'left' || direction === 'right' ? dy : dx);
  return along <= 1 ? undefined : along + 2 * across;
}

/**
 * The node that an arrow key leads to. Left and right follow an edge where there is one, past TAPs, which say nothing
 * that the NIC behind them does not; otherwise the nearest node in that direction.
 */
export function neighbour({ graph, layout }: Picture, id: string, direction: Direction): string | undefined {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const centreOf = (wanted: string): Centre | undefined => {
    const [node, box] = [nodes.get(wanted), layout.nodes[wanted]];
    return node && box && placeOf(node, box);
  };
  const from = centreOf(id);
  if (!from) return undefined;
  const nearest = (ids: readonly string[]): string | undefined => {
    let best: string | undefined;
    let least = Infinity;
    for (const candidate of ids) {
      const other = centreOf(candidate);
      const far = other && candidate !== id ? distance(from, other, direction) : undefined;
      if (far !== undefined && far < least) [best, least] = [candidate, far];
    }
    return best;
  };
  const step = (start: string): readonly string[] =>
    graph.edges.flatMap(({ source, target }) => {
      const next =
        direction === 'right' && source === start
          ? target
          : direction === 'left' && target === start
            ? source
            : undefined;
      if (next === undefined) return [];
      return nodes.get(next)?.kind === 'tap' ? step(next) : [next];
    });
  return (
    nearest(step(id)) ?? nearest(graph.nodes.filter(({ kind }) => kind !== 'tap').map((node) => node.id))
  );
}
