import type { FrameGrid, Point } from './layout.js';

export interface FrameSize {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  /** Drawn as a card. */
  readonly isClosed?: boolean;
}

export interface ArrangedFrames {
  readonly places: ReadonlyMap<string, Point>;
  readonly width: number;
  readonly height: number;
  readonly grid: FrameGrid;
}

export const FRAME_GAP = 28;
export const MARGIN = 20;

/** The shape that a pane beside the text and a sheet of paper have in common. */
export const ASPECT = 4 / 3;

/** As many columns as make all frames appear largest in a pane of the usual shape. */
function columnCount(frames: readonly FrameSize[]): number {
  const width = frames.reduce((most, frame) => Math.max(most, frame.width), 0) + FRAME_GAP;
  let best = 1;
  let least = Infinity;
  for (let columns = 1; columns <= frames.length; columns++) {
    const size = Math.max((columns * width) / ASPECT, heightIn(frames, columns));
    if (size < least) [best, least] = [columns, size];
    // From here on only the width grows.
    if ((columns * width) / ASPECT >= least) break;
  }
  return best;
}

/** Of the highest column. */
function heightIn(frames: readonly FrameSize[], columns: number): number {
  const heights = Array<number>(columns).fill(0);
  for (const [index, { height }] of frames.entries()) {
    heights[index % columns] = (heights[index % columns] ?? 0) + height + FRAME_GAP;
  }
  return heights.reduce((most, height) => Math.max(most, height), 0);
}

/** Every frame keeps its slot; a new one takes the first that is free. */
export function slotsOf(frames: readonly FrameSize[], previous: FrameGrid): Readonly<Record<string, number>> {
  const kept = frames.flatMap(({ id }) => {
    const slot = previous.slots[id];
    return slot === undefined ? [] : [[id, slot] as const];
  });
  const taken = new Set(kept.map(([, slot]) => slot));
  const slots = new Map<string, number>(kept);
  let next = 0;
  for (const { id } of frames) {
    if (slots.has(id)) continue;
    while (taken.has(next)) next++;
    taken.add(next);
    slots.set(id, next);
  }
  return Object.fromEntries(slots);
}

/**
 * Side by side in columns as wide as their widest frame, below each other without a gap: a frame that grows pushes down
 * what stands below it in its own column and nothing else.
 */
export function arrangeFrames(frames: readonly FrameSize[], previous: FrameGrid): ArrangedFrames {
  const isKnown = frames.some(({ id }) => previous.slots[id] !== undefined);
  const columns = isKnown ? previous.columns : columnCount(frames);
  const slots = slotsOf(frames, isKnown ? previous : { columns, slots: {} });
  const slotOf = ({ id }: FrameSize): number => slots[id] ?? 0;
  const widths: number[] = [];
  for (const frame of frames) {
    const column = slotOf(frame) % columns;
    widths[column] = Math.max(widths[column] ?? 0, frame.width);
  }
  const lefts = starts(widths);
  const next = new Map<number, number>();
  const places = new Map<string, Point>();
  for (const frame of [...frames].sort((a, b) => slotOf(a) - slotOf(b))) {
    const column = slotOf(frame) % columns;
    const y = next.get(column) ?? MARGIN;
    places.set(frame.id, { x: lefts.at[column] ?? 0, y });
    next.set(column, y + frame.height + FRAME_GAP);
  }
  const bottom = [...next.values()].reduce((most, y) => Math.max(most, y - FRAME_GAP), MARGIN);
  return { places, width: lefts.end, height: bottom + MARGIN, grid: { columns, slots } };
}

/** Where each column starts; an empty one, left by what was removed, takes no room. */
function starts(sizes: readonly (number | undefined)[]): {
  readonly at: readonly number[];
  readonly end: number;
} {
  const at: number[] = [];
  let next = MARGIN;
  for (const size of Array.from(sizes)) {
    at.push(next);
    if (size !== undefined) next += size + FRAME_GAP;
  }
  return { at, end: Math.max(next - FRAME_GAP, MARGIN) + MARGIN };
}
