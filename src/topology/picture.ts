import type { Graph } from './graph.js';
import type { Layout } from './layout/layout.js';

/** A graph and where it stands: all that is needed to draw it. */
export interface Picture {
  readonly graph: Graph;
  readonly layout: Layout;
}
