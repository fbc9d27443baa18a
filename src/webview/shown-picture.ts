import type { GraphResult } from '../protocol/index.js';
import {
  applyUpdate,
  nodesOfElements,
  nodesOfSame,
  pictureWithOverlays,
  type FailureReport,
  type Graph,
  type GraphNode,
  type Overlay,
  type Perspective,
  type Picture,
} from '../topology/index.js';

/** What the server has sent so far, with everything that is laid over it. */
export interface ShownPicture {
  /** Undefined until the first answer, and after another perspective was chosen. */
  readonly current: () => Picture | undefined;
  /** Version of what is known, to ask for what is new since. */
  readonly version: () => number | undefined;
  readonly nodeWith: (id: string | undefined) => GraphNode | undefined;
  /** The node first, then whatever else stands for the same element. */
  readonly sameAs: (id: string) => readonly string[];
  /** Nodes that stand for elements of the model. */
  readonly standingFor: (elements: readonly string[]) => readonly string[];
  /**
   * Takes up an answer, for {@link draw} to show.
   *
   * @returns 'lost' where it does not follow from what is known: all of the picture has to be asked for
   */
  readonly take: (
    update: Exclude<GraphResult, { kind: 'nothing' }>,
    perspective: Perspective,
  ) => 'taken' | 'late' | 'lost';
  /** Lays over what is known what is to be laid over it; undefined while nothing is known. */
  readonly draw: () => Picture | undefined;
  /** Another perspective was chosen: what was shown remains known only to carry a selection over. */
  readonly leave: () => void;
  /** What was selected in the perspective that was left, in the one that is shown now. */
  readonly carryOver: (selected: readonly string[]) => readonly string[];
  readonly lay: (overlays: readonly Overlay[]) => void;
  readonly layFailure: (report: FailureReport | undefined) => void;
  readonly laid: () => readonly Overlay[];
}

export function createShownPicture(): ShownPicture {
  let known: { readonly version: number; readonly picture: Picture } | undefined;
  let shown: Picture | undefined;
  let left: Graph | undefined;
  let overlays: readonly Overlay[] = [];
  let failure: FailureReport | undefined;

  const laid = (): readonly Overlay[] => (failure ? [failure.overlay, ...overlays] : overlays);
  return {
    current: () => shown,
    version: () => known?.version,
    nodeWith: (id) => shown?.graph.nodes.find((node) => node.id === id),
    sameAs(id) {
      const all = shown ? nodesOfSame(shown.graph, [id]) : [];
      return [id, ...all.filter((other) => other !== id)];
    },
    standingFor: (elements) => (shown ? nodesOfElements(shown.graph, elements) : []),
    take(update, perspective) {
      const next = applyUpdate(known, update);
      if (!next) return 'lost';
      // An answer to a question that was asked before another perspective was chosen.
      if (next.picture.graph.perspective !== perspective) return 'late';
      known = next;
      return 'taken';
    },
    draw() {
      if (!known) return undefined;
      shown = pictureWithOverlays(known.picture, laid(), shown);
      return shown;
    },
    leave() {
      left = known?.picture.graph ?? left;
      known = undefined;
      shown = undefined;
    },
    carryOver(selected) {
      const carried = left && shown ? nodesOfSame(left, selected, shown.graph) : selected;
      left = undefined;
      return carried;
    },
    lay(next) {
      overlays = next;
    },
    layFailure(report) {
      failure = report;
    },
    laid,
  };
}
