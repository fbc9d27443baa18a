import { expect } from 'vitest';
import { isFrame } from '../../src/topology/index.js';
import type { Box, Picture } from '../../src/topology/index.js';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** Nothing covers anything else, and everything is inside its frame. */
export function expectTidy({ graph, layout }: Picture): void {
  const frameOf = new Map(graph.nodes.map(({ id, frame }) => [id, frame]));
  const outermost = (id: string): string => {
    const frame = frameOf.get(id);
    return frame === undefined ? id : outermost(frame);
  };
  const solid = graph.nodes.filter((node) => !isFrame(node));
  for (const [index, node] of solid.entries()) {
    const box = layout.nodes[node.id]!;
    for (const other of solid.slice(index + 1)) {
      // Half a million pairs in a large site: an expectation for each would take seconds.
      if (overlap(box, layout.nodes[other.id]!)) expect.fail(`${node.id} covers ${other.id}`);
    }
    // In the table of networks a guest's box is the head of its row, and its NICs stand in the row.
    const around = graph.perspective === 'networks' ? outermost(node.id) : node.frame;
    if (around !== undefined && node.kind !== 'outside') {
      expect(inside(box, layout.nodes[around]!), `${node.id} sticks out`).toBe(true);
    }
  }
  const frames = graph.nodes.filter(({ frame }) => frame === undefined);
  for (const [index, frame] of frames.entries()) {
    for (const other of frames.slice(index + 1)) {
      if (overlap(layout.nodes[frame.id]!, layout.nodes[other.id]!))
        expect.fail(`${frame.id} covers ${other.id}`);
    }
  }
}
