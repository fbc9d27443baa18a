import type { ArrangedFrames, FrameSize } from './arrange-frames.js';
import { ASPECT, FRAME_GAP, MARGIN, slotsOf } from './arrange-frames.js';
import type { FrameGrid, Point } from './layout.js';

const CARD_GAP = 14;

/** Of frames that are all open, so that there is nothing to measure. */
const USUAL_CARD = { width: 150, height: 60 } as const;

/**
 * Closed frames as a table of cards, all of one size. An open frame spreads below the row in which its card would be,
 * as near to its column as there is room: opening one moves nothing sideways, and only what stands below it.
 */
export function arrangeCards(frames: readonly FrameSize[], previous: FrameGrid): ArrangedFrames {
  const cards = frames.filter(({ isClosed }) => isClosed);
  const card = cards.reduce<{ width: number; height: number }>(
    (most, { width, height }) => ({
      width: Math.max(most.width, width),
      height: Math.max(most.height, height),
    }),
    cards.length > 0 ? { width: 0, height: 0 } : USUAL_CARD,
  );
  const isKnown = frames.some(({ id }) => previous.slots[id] !== undefined);
  const columns = isKnown ? previous.columns : cardColumns(frames.length, card);
  const slots = slotsOf(frames, isKnown ? previous : { columns, slots: {} });
  const pitch = card.width + CARD_GAP;
  const cardsWidth = Math.min(columns, frames.length) * pitch - CARD_GAP;
  const open = frames.filter(({ isClosed }) => !isClosed);
  const inner = open.reduce((most, { width }) => Math.max(most, width), cardsWidth);

  const rows = new Map<number, FrameSize[]>();
  for (const frame of frames) {
    const row = Math.floor((slots[frame.id] ?? 0) / columns);
    const known = rows.get(row);
    if (known) known.push(frame);
    else rows.set(row, [frame]);
  }
  const places = new Map<string, Point>();
  let y = MARGIN;
  for (const [, members] of [...rows].sort(([a], [b]) => a - b)) {
    const xOf = ({ id }: FrameSize): number => MARGIN + ((slots[id] ?? 0) % columns) * pitch;
    const closed = members.filter(({ isClosed }) => isClosed);
    for (const frame of closed) places.set(frame.id, { x: xOf(frame), y });
    if (closed.length > 0) y += card.height + CARD_GAP;
    const opened = members
      .filter(({ isClosed }) => !isClosed)
      .sort((a, b) => (slots[a.id] ?? 0) - (slots[b.id] ?? 0));
    y = spreadBelow(opened, xOf, y, MARGIN + inner, places);
  }
  return {
    places,
    width: inner + 2 * MARGIN,
    height: Math.max(y - CARD_GAP, MARGIN) + MARGIN,
    grid: { columns, slots },
  };
}

/** In lines, from left to right; gives the top of what follows. */
function spreadBelow(
  frames: readonly FrameSize[],
  xOf: (frame: FrameSize) => number,
  top: number,
  right: number,
  places: Map<string, Point>,
): number {
  let y = top;
  let next = MARGIN;
  let lineHeight = 0;
  for (const frame of frames) {
    if (next > MARGIN && next + frame.width > right) {
      y += lineHeight + FRAME_GAP;
      next = MARGIN;
      lineHeight = 0;
    }
    const x = Math.max(next, Math.min(xOf(frame), right - frame.width));
    places.set(frame.id, { x, y });
    next = x + frame.width + FRAME_GAP;
    lineHeight = Math.max(lineHeight, frame.height);
  }
  return frames.length === 0 ? y : y + lineHeight + FRAME_GAP;
}

/** As many as give the table the shape of a pane. */
const cardColumns = (count: number, { width, height }: { width: number; height: number }): number =>
  Math.max(
    1,
    Math.min(count, Math.round(Math.sqrt((count * ASPECT * (height + CARD_GAP)) / (width + CARD_GAP)))),
  );
