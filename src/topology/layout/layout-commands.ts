import { textWidth } from '../drawing/text-metrics.js';
import { isBlock } from '../graph.js';
import type { Graph, GraphNode } from '../graph.js';
import { groupBy } from '../group-by.js';
import { arrangeBlocks } from './arrange-blocks.js';
import type { FrameGrid, Box, Layout } from './layout.js';
import { frameHeaderWidth, LINE_HEIGHT, marksWidth, METRICS } from './node-size.js';

const BLOCK_GAP = 12;
const LEAST_WIDTH = 320;

interface Block {
  readonly node: GraphNode;
  readonly lines: readonly GraphNode[];
  readonly height: number;
}

const lineWidth = (line: GraphNode): number =>
  textWidth(line.label, METRICS.lineSize, 'mono') + 16 + marksWidth(line) + METRICS.padX + 18;

/** Blocks of text below each other, hosts side by side. */
export function layoutCommands(graph: Graph, previous: FrameGrid): Layout {
  const children = groupBy(graph.nodes, ({ frame }) => frame);
  const isOpen = (node: GraphNode): boolean => isBlock(node) && node.folding !== 'closed';
  const hosts = graph.nodes.filter(isOpen).map((host) => {
    const blocks = (children.get(host.id) ?? []).map((node): Block => {
      const lines = children.get(node.id) ?? [];
      const height = METRICS.guestHeader + lines.length * LINE_HEIGHT + METRICS.padY;
      return { node, lines, height };
    });
    const widest = blocks.reduce(
      (most, { node, lines }) =>
        lines.reduce(
          (inner, line) => Math.max(inner, lineWidth(line)),
          Math.max(most, frameHeaderWidth(node)),
        ),
      LEAST_WIDTH,
    );
    const width = Math.ceil(Math.max(widest + 2 * METRICS.framePad, frameHeaderWidth(host)));
    const height = blocks.reduce<number>((sum, block) => sum + block.height + BLOCK_GAP, METRICS.frameHeader);
    return { host, blocks, width, height: height + METRICS.framePad - BLOCK_GAP };
  });
  const arranged = arrangeBlocks(
    graph,
    new Map(hosts.map(({ host, width, height }) => [host.id, { width, height }])),
    previous,
  );
  const nodes: Record<string, Box> = { ...arranged.boxes };
  for (const { host, blocks, width, height } of hosts) {
    const place = arranged.places.get(host.id) ?? { x: 0, y: 0 };
    nodes[host.id] = { ...place, width, height };
    let y = place.y + METRICS.frameHeader;
    for (const block of blocks) {
      const box = {
        x: place.x + METRICS.framePad,
        y,
        width: width - 2 * METRICS.framePad,
        height: block.height,
      };
      nodes[block.node.id] = box;
      for (const [index, line] of block.lines.entries()) {
        nodes[line.id] = {
          x: box.x + 2,
          y: y + METRICS.guestHeader + index * LINE_HEIGHT,
          width: box.width - 4,
          height: LINE_HEIGHT,
        };
      }
      y += block.height + BLOCK_GAP;
    }
  }
  return { width: arranged.width, height: arranged.height, nodes, edges: {}, grid: arranged.grid };
}
