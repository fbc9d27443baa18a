/**
 * What a person opened and closed. Whatever is not named follows from `all`, and without it from the size of the site.
 * Kept by the preview, never in the person's files.
 */
export interface Folding {
  /** All frames, whatever the size of the site. */
  readonly all?: 'open' | 'closed';
  /** Ids of frames, the latest last: where not all of them fit on the screen, the latest do. */
  readonly open: readonly string[];
  readonly closed: readonly string[];
}

export const NOTHING_FOLDED: Folding = { open: [], closed: [] };

/** Ids are not tidied up when an element goes: it may come back with the next keystroke. The oldest are forgotten. */
const MOST_REMEMBERED = 500;

export function withFrame({ all, open, closed }: Folding, id: string, state: 'open' | 'closed'): Folding {
  const others = (ids: readonly string[]): readonly string[] =>
    ids.filter((other) => other !== id).slice(-MOST_REMEMBERED);
  return {
    ...(all && { all }),
    open: state === 'open' ? [...others(open), id] : others(open),
    closed: state === 'closed' ? [...others(closed), id] : others(closed),
  };
}

/** Every frame alike: what was done by hand before no longer counts. */
export const withAllFrames = (all: 'open' | 'closed'): Folding => ({ all, open: [], closed: [] });
