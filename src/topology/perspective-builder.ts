import type { Host, NetworkIndex } from '../model/index.js';
import type { SiteFrame } from './folding/site-frames.js';
import type { GraphPart } from './graph-part.js';
import type { NetworkLabels } from './network-labels.js';

export interface PerspectiveContext {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
  /** The hosts that are drawn. */
  readonly hosts: readonly Host[];
  /** Whether a network, or the column of virtual networks of one name, belongs in the picture. */
  readonly hasLane: (id: string) => boolean;
}

/**
 * What a perspective makes of each frame. A part depends on nothing but its frame and the labels, so that it can be
 * kept while neither changes.
 */
export interface PerspectiveBuilder {
  /** What stands beside the frames. */
  beside(context: PerspectiveContext): GraphPart;
  /** The frame, first, and all that it holds. */
  open(frame: SiteFrame, context: PerspectiveContext): GraphPart;
  /** The frame alone, and what leads to it in place of what it holds. */
  closed(frame: SiteFrame, context: PerspectiveContext): GraphPart;
  /** What leads to a closed group of frames. */
  closedGroup(id: string, frames: readonly SiteFrame[], context: PerspectiveContext): GraphPart;
}

export const NO_PART: GraphPart = { nodes: [], edges: [] };
