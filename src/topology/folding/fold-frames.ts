import type { Folding } from './folding.js';
import { groupFrames } from './group-frames.js';
import type { FrameGroup } from './group-frames.js';
import { elementsOf } from './site-frames.js';
import type { SiteFrame } from './site-frames.js';

/**
 * Elements that a site may have to be drawn whole. A picture that is open already may grow up to the last number before
 * its frames close, and one with closed frames may shrink to the first before they open: no keystroke turns it over.
 */
const WHOLE = { closed: 600, fresh: 1_200, open: 2_500 } as const;

/** Elements that are drawn at a time; what cytoscape draws without stutter on a laptop. */
const MOST_LIVE = 2_500;

/** Which frames are open. */
export interface FoldedSite {
  /** Frames start closed: the site is too large to be drawn whole, or a person wants it so. */
  readonly startsClosed: boolean;
  readonly groups: readonly FrameGroup[] | undefined;
  readonly isOpen: (id: string) => boolean;
}

const EVERYTHING_OPEN: FoldedSite = { startsClosed: false, groups: undefined, isOpen: () => true };

/**
 * @param folding absent: everything is open, as on paper
 * @param before  whether frames started closed in the picture before
 */
export function foldFrames(
  frames: readonly SiteFrame[],
  folding: Folding | undefined,
  before?: boolean,
): FoldedSite {
  if (!folding) return EVERYTHING_OPEN;
  const elements = frames.reduce((sum, frame) => sum + elementsOf(frame), 0);
  const most = before === undefined ? WHOLE.fresh : before ? WHOLE.closed : WHOLE.open;
  const startsClosed = folding.all === undefined ? elements > most : folding.all === 'closed';
  const groups = groupFrames(frames);
  const closed = new Set(folding.closed);
  if (!startsClosed && !groups && elements <= MOST_LIVE) {
    return { startsClosed, groups, isOpen: (id) => !closed.has(id) };
  }
  const open = openOnes(frames, groups, folding, startsClosed);
  return { startsClosed, groups, isOpen: (id) => open.has(id) };
}

/** What a person opened goes first, the latest foremost; then, where frames start open, the others in their order. */
function openOnes(
  frames: readonly SiteFrame[],
  groups: readonly FrameGroup[] | undefined,
  { open: byHand, closed: closedByHand }: Folding,
  startsClosed: boolean,
): ReadonlySet<string> {
  const closed = new Set(closedByHand);
  const open = new Set<string>();
  let live = groups ? groups.length : frames.length;
  const take = <T extends { readonly id: string }>(
    items: readonly T[],
    costOf: (item: T) => number,
  ): void => {
    const byId = new Map(items.map((item) => [item.id, item]));
    const wanted = [...byHand].reverse().flatMap((id) => byId.get(id) ?? []);
    const [latest] = wanted;
    for (const item of startsClosed ? wanted : [...wanted, ...items]) {
      if (open.has(item.id) || closed.has(item.id)) continue;
      const cost = costOf(item);
      // The latest is what the person looks at: it opens however large it is.
      if (item !== latest && live + cost > MOST_LIVE) continue;
      open.add(item.id);
      live += cost;
    }
  };
  if (groups) take(groups, (group) => group.frames.length);
  const shown = groups ? groups.filter(({ id }) => open.has(id)).flatMap((group) => group.frames) : frames;
  take(shown, (frame) => elementsOf(frame) - 1);
  return open;
}
