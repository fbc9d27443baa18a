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

function heightIn(frames: readonly FrameSize[], columns: number): number {
  let height = 0;
  for (let start = 0; start < frames.length; start += columns) {
    let highest = 0;
    for (let index = start; index < start + columns; index++) {
      highest = Math.max(highest, frames[index]?.height ?? 0);
    }
    height += highest + FRAME_GAP;
  }
  return height;
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

/** Side by side in rows; a row is as high as its highest frame, a column as wide as its widest. */
export function arrangeFrames(frames: readonly FrameSize[], previous: FrameGrid): ArrangedFrames {
  const isKnown = frames.some(({ id }) => previous.slots[id] !== undefined);
  const columns = isKnown ? previous.columns : columnCount(frames);
  const slots = slotsOf(frames, isKnown ? previous : { columns, slots: {} });
  const widths: number[] = [];
  const heights: number[] = [];
  for (const { id, width, height } of frames) {
    const slot = slots[id] ?? 0;
    const [column, row] = [slot % columns, Math.floor(slot / columns)];
    widths[column] = Math.max(widths[column] ?? 0, width);
    heights[row] = Math.max(heights[row] ?? 0, height);
  }
  const lefts = starts(widths);
  const tops = starts(heights);
  const places = new Map(
    frames.map(({ id }) => {
      const slot = slots[id] ?? 0;
      return [id, { x: lefts.at[slot % columns] ?? 0, y: tops.at[Math.floor(slot / columns)] ?? 0 }];
    }),
  );
  return { places, width: lefts.end, height: tops.end, grid: { columns, slots } };
}

/** Where each of a row of things starts; empty rows and columns, left by what was removed, take no room. */
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
