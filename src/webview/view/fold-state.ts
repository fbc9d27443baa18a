import { NOTHING_FOLDED, withAllFrames, withFrame } from '../../topology/index.js';
import type { Folding, Graph, GraphNode } from '../../topology/index.js';

/** What the person opened and closed, and the frame that shall be brought into view once it is open. */
export interface FoldState {
  current(): Folding;
  /** Opens what is closed and closes what is open; false where there is nothing to fold. */
  toggle(node: GraphNode | undefined): boolean;
  /** Opens these frames, outermost first. */
  open(ids: readonly string[]): void;
  all(state: 'open' | 'closed'): void;
  /** The frame that was just opened, once it is there. */
  takeOpened(graph: Graph): string | undefined;
}

export function createFoldState(initial: Folding | undefined, onChange: () => void): FoldState {
  let folding = initial ?? NOTHING_FOLDED;
  let opened: string | undefined;
  return {
    current: () => folding,
    toggle(node) {
      if (!node?.folding) return false;
      const next = node.folding === 'open' ? 'closed' : 'open';
      folding = withFrame(folding, node.id, next);
      opened = next === 'open' ? node.id : undefined;
      onChange();
      return true;
    },
    open(ids) {
      folding = ids.reduce((known, id) => withFrame(known, id, 'open'), folding);
      onChange();
    },
    all(state) {
      folding = withAllFrames(state);
      opened = undefined;
      onChange();
    },
    takeOpened(graph) {
      const id = opened;
      const isThere = graph.nodes.some((node) => node.id === id && node.folding === 'open');
      if (isThere) opened = undefined;
      return isThere ? id : undefined;
    },
  };
}
