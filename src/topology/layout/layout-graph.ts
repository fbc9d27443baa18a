import { assertNever } from '../../model/index.js';
import type { Graph } from '../graph.js';
import type { Picture } from '../picture.js';
import { layoutCommands } from './layout-commands.js';
import { layoutDevices } from './layout-devices.js';
import type { LayoutMemory } from './layout-devices.js';
import { layoutNetworks } from './layout-networks.js';
import { EMPTY_LAYOUT } from './layout.js';
import type { Layout } from './layout.js';

/**
 * Where everything of a graph stands. Deterministic; given the picture before, whatever did not change stays where it
 * was, and what is new takes a free place.
 *
 * @param memory of the previous layout; it becomes that of this one
 */
export function layoutGraph(graph: Graph, previous?: Picture, memory: LayoutMemory = new Map()): Layout {
  const isComparable =
    previous?.graph.perspective === graph.perspective &&
    previous.graph.folder === graph.folder &&
    // Cards and rows have no place in common.
    previous.graph.startsClosed === graph.startsClosed;
  const comparable = isComparable ? previous : undefined;
  if (!comparable) memory.clear();
  switch (graph.perspective) {
    case 'devices':
      return layoutDevices(graph, comparable, memory);
    case 'networks':
      return layoutNetworks(graph);
    case 'commands':
      return layoutCommands(graph, (comparable?.layout ?? EMPTY_LAYOUT).grid);
    default:
      return assertNever(graph.perspective);
  }
}
