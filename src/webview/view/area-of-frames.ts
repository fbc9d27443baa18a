import type { Box, Graph, Picture } from '../../topology/index.js';

/**
 * What has to be seen of frames: themselves and the segments that NICs in them are plugged into. A row of the table of
 * networks is as wide as the table: of it, its beginning and what stands in it.
 */
export function areaOf({ graph, layout }: Picture, frames: readonly string[]): Box | undefined {
  const boxesOf = (ids: readonly string[]): readonly Box[] => ids.flatMap((id) => layout.nodes[id] ?? []);
  const boxes =
    graph.perspective === 'networks'
      ? [...boxesOf(frames).map((row) => ({ ...row, width: 0 })), ...boxesOf(contentOf(graph, frames))]
      : boxesOf([...frames, ...segmentsOf(graph, frames)]);
  return boxes.length > 0 ? around(boxes) : undefined;
}

function contentOf({ nodes }: Graph, frames: readonly string[]): readonly string[] {
  const frameOf = new Map(nodes.map(({ id, frame }) => [id, frame]));
  const isInside = (id: string): boolean => {
    const frame = frameOf.get(id);
    return frame !== undefined && (frames.includes(frame) || isInside(frame));
  };
  return nodes.map(({ id }) => id).filter(isInside);
}

function segmentsOf(graph: Graph, frames: readonly string[]): readonly string[] {
  const outside = new Set(graph.nodes.filter(({ kind }) => kind === 'outside').map(({ id }) => id));
  const content = new Set(contentOf(graph, frames));
  return graph.edges
    .filter(({ source, target }) => outside.has(source) && content.has(target))
    .map(({ source }) => source);
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}
