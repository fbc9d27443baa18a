import { textWidth } from '../drawing/text-metrics.js';
import type { GraphNode, NodeKind } from '../graph.js';

/** Pixels at zoom 1: what drawing and layout must agree on. */
export const METRICS = {
  titleSize: 12,
  lineSize: 10.5,
  titleHeight: 16,
  lineHeight: 14,
  padX: 9,
  padY: 7,
  icon: 14,
  iconGap: 6,
  mark: 15,
  markGap: 3,
  frameTitle: 13,
  frameHeader: 34,
  framePad: 16,
  guestHeader: 28,
  guestPad: 8,
  guestGap: 6,
  tapWidth: 36,
  tapHeight: 18,
  maxWidth: 250,
  /** The arrow that opens and closes a frame, and how far it pushes the name of the frame. */
  fold: 12,
  foldIndent: 6,
  /** Of a closed frame. */
  cardWidth: 132,
  maxCardWidth: 220,
} as const;

/** Room for usual names and addresses, so that most edits do not widen a column and move everything right of it. */
const LEAST_WIDTH: Partial<Record<NodeKind, number>> = {
  outside: 132,
  nic: 104,
  bond: 120,
  vlan: 128,
  bridge: 144,
  'virtual-network': 144,
  plug: 144,
  'guest-nic': 144,
};

/** Of a line of a command's output. */
export const LINE_HEIGHT = 17;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** More marks than this are drawn as `+3`. */
export const MAX_MARKS = 4;

export const marksWidth = (node: GraphNode): number => {
  const count = Math.min(node.marks.length, MAX_MARKS) + (node.marks.length > MAX_MARKS ? 1 : 0);
  const texts = node.marks.slice(0, MAX_MARKS).reduce((sum, { text }) => sum + markWidth(text), 0);
  const more = node.marks.length > MAX_MARKS ? markWidth(`+${node.marks.length - MAX_MARKS}`) : 0;
  return count === 0 ? 0 : texts + more + (count - 1) * METRICS.markGap;
};

/** A mark is a circle, and longer than that from three characters on. */
export const markWidth = (text: string): number =>
  Math.max(METRICS.mark, Math.ceil(textWidth(text, 9.5, 'bold')) + 7);

/** A longer name does not widen a frame: it is cut, and stands whole in the tooltip. */
const MOST_FRAME_HEADER = 480;

/** Columns grow in steps, so that most edits of a label move nothing. */
const STEP = 8;

/** Size of a node that is no frame. */
export function sizeOfNode(node: GraphNode): Size {
  if (node.kind === 'tap') return { width: METRICS.tapWidth, height: METRICS.tapHeight };
  const marks = marksWidth(node);
  const title =
    METRICS.icon +
    METRICS.iconGap +
    textWidth(node.label, METRICS.titleSize, 'bold') +
    (marks > 0 ? marks + 8 : 0);
  const lines = node.sublabels.map((line) => textWidth(line, METRICS.lineSize));
  const needed = Math.max(title, ...lines) + 2 * METRICS.padX;
  const width = Math.min(
    METRICS.maxWidth,
    Math.max(LEAST_WIDTH[node.kind] ?? 92, Math.ceil(needed / STEP) * STEP),
  );
  return {
    width,
    height: 2 * METRICS.padY + METRICS.titleHeight + METRICS.lineHeight * node.sublabels.length,
  };
}

/** Least width of a guest's box: its name, and how many CPUs it has at the right of it. */
export function guestHeaderWidth(node: GraphNode): number {
  const name = textWidth(node.label, METRICS.titleSize, 'bold');
  const rest = node.sublabels.reduce((sum, line) => sum + 12 + textWidth(line, METRICS.lineSize), 0);
  const needed = 2 * METRICS.padX + METRICS.icon + METRICS.iconGap + name + rest;
  return Math.min(METRICS.maxWidth + 40, Math.ceil(needed / STEP) * STEP);
}

/** A closed frame that says how much it holds. In the table of networks it is a row, and its members say that. */
export const isCard = ({ folding, sublabels }: GraphNode): boolean =>
  folding === 'closed' && sublabels.length > 0;

/** Of a closed frame. */
export function cardSize(node: GraphNode): Size {
  const left = METRICS.padX + METRICS.fold + 4 + METRICS.icon + METRICS.iconGap;
  const texts = [
    textWidth(node.label, METRICS.titleSize, 'bold'),
    ...node.sublabels.map((line) => textWidth(line, METRICS.lineSize)),
  ];
  const needed = left + Math.max(...texts) + METRICS.padX;
  return {
    width: Math.min(METRICS.maxCardWidth, Math.max(METRICS.cardWidth, Math.ceil(needed / STEP) * STEP)),
    height: 2 * METRICS.padY + METRICS.titleHeight + METRICS.lineHeight * node.sublabels.length + 1,
  };
}

/** Least width of a frame: name and what is written beside it. */
export function frameHeaderWidth(node: GraphNode): number {
  const name = textWidth(node.label, METRICS.frameTitle, 'bold');
  const rest = node.sublabels.reduce((sum, line) => sum + 14 + textWidth(line, METRICS.lineSize), 0);
  const fold = node.folding ? METRICS.foldIndent : 0;
  const needed = 2 * METRICS.framePad + fold + METRICS.icon + METRICS.iconGap + name + rest;
  return Math.min(MOST_FRAME_HEADER, Math.ceil(needed));
}
