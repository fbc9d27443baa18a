import { assertNever, visibleText } from '../../model/index.js';
import { isFrame } from '../graph.js';
import type { GraphNode } from '../graph.js';
import type { Box } from '../layout/layout.js';
import { isCard, METRICS } from '../layout/node-size.js';
import type { OverlayMark, OverlaySign } from '../overlay/overlay.js';
import type { Paint, Shape } from './shape.js';
import { fitText, textWidth } from './text-metrics.js';

/** What a sign looks like: its colour, a path in a square of 16, and the word for whoever hears it. */
export interface SignLook {
  readonly paint: Paint;
  readonly path: string;
  readonly word: string;
}

const PLUS = 'M8 3v10M3 8h10';
const MINUS = 'M3 8h10';
const WAVE = 'M2.5 9.5c2-4 4-4 5.5-1.5s3.5 2.5 5.5-1.5';
const TICK = 'M3 8.5l3.5 3.5L13 4.5';
const CROSS = 'M4 4l8 8M12 4l-8 8';
const UNEQUAL = 'M3 6h10M3 10h10M11 3l-6 10';
const QUESTION = 'M5.5 5.5a2.5 2.5 0 1 1 3.4 2.3c-.7.3-.9.8-.9 1.6M8 12.3v.5';
const UP = 'M8 13V3.5M4 7.5l4-4 4 4';
const DOWN = 'M8 3v9.5M4 8.5l4 4 4-4';
const RIGHT = 'M3 8h9.5M8.5 4l4 4-4 4';
const PAUSE = 'M6 4v8M10 4v8';
const DOT = 'M8 7.2v1.6';
const SLASHED = 'M3 8h3M10 8h3M10.5 3.5l-5 9';

export function lookOf(sign: OverlaySign): SignLook {
  switch (sign) {
    case 'added':
      return { paint: 'sign-good', path: PLUS, word: 'added' };
    case 'changed':
      return { paint: 'sign-change', path: WAVE, word: 'changed' };
    case 'removed':
      return { paint: 'sign-bad', path: MINUS, word: 'removed' };
    case 'in-sync':
      return { paint: 'sign-good', path: TICK, word: 'as the text says' };
    case 'drift':
      return { paint: 'sign-change', path: UNEQUAL, word: 'drifted' };
    case 'unreachable':
      return { paint: 'sign-bad', path: QUESTION, word: 'not reached' };
    case 'up':
      return { paint: 'sign-good', path: UP, word: 'up' };
    case 'down':
      return { paint: 'sign-bad', path: DOWN, word: 'down' };
    case 'active':
      return { paint: 'sign-good', path: RIGHT, word: 'active' };
    case 'standby':
      return { paint: 'sign-fact', path: PAUSE, word: 'standby' };
    case 'fact':
      return { paint: 'sign-fact', path: DOT, word: '' };
    case 'failed':
      return { paint: 'sign-bad', path: CROSS, word: 'failed' };
    case 'takes-over':
      return { paint: 'sign-change', path: RIGHT, word: 'takes over' };
    case 'reduced':
      return { paint: 'sign-change', path: DOWN, word: 'fewer links' };
    case 'cut':
      return { paint: 'sign-bad', path: SLASHED, word: 'cut off' };
    default:
      return assertNever(sign);
  }
}

/** `added`, `drifted: MTU 1500 instead of 9000` */
export const markWords = ({ sign, text }: OverlayMark): string =>
  [lookOf(sign).word, text].filter((part) => part !== '').join(': ');

/** What a mark colours the outline with: only what needs to be seen from afar. */
export function outlineOf({ overlay }: GraphNode): Paint | undefined {
  const [first] = overlay ?? [];
  if (!first || first.sign === 'fact' || first.sign === 'standby' || first.sign === 'up') return undefined;
  return first.sign === 'in-sync' || first.sign === 'active' ? undefined : lookOf(first.sign).paint;
}

const HEIGHT = 15;
const SIZE = 9.5;
const ICON = 9;
const GAP = 3;
/** Pixels of a pill that cover the node: below them is the gap between rows. */
const REACH = 5;

const pillWidth = (text: string): number =>
  text === '' ? HEIGHT : ICON + 10 + Math.ceil(textWidth(text, SIZE, 'bold')) + 3;

/** Room that the pills of a frame take at the right end of its header. */
export const overlayWidth = ({ overlay }: GraphNode): number =>
  (overlay ?? []).reduce((sum, { text }) => sum + pillWidth(text) + GAP, 0);

/** A TAP that exists has a name, which says more than that it is one. */
export const nameOfTap = ({ overlay = [] }: GraphNode): OverlayMark | undefined =>
  overlay.find(({ sign, text }) => sign === 'fact' && /^\w{1,8}$/.test(text));

/**
 * Marks are pills on the lower edge of a node (at the right end of a frame's header, of a line), so that they take no room
 * of the layout: nothing moves when an overlay comes or goes.
 */
export function drawOverlay(node: GraphNode, box: Box): readonly Shape[] {
  const { kind } = node;
  const overlay =
    kind === 'tap' ? (node.overlay ?? []).filter((mark) => mark !== nameOfTap(node)) : (node.overlay ?? []);
  if (overlay.length === 0) return [];
  const isHeader = isFrame(node) && !isCard(node);
  const height =
    kind === 'guest' || kind === 'command' ? METRICS.guestHeader : isHeader ? METRICS.frameHeader : 0;
  const isLine = kind === 'line';
  const y = isHeader ? (height - HEIGHT) / 2 : isLine ? (box.height - HEIGHT) / 2 : box.height - REACH;
  const shapes: Shape[] = [];
  let right = box.width - (isHeader ? METRICS.padX : 6);
  const left = kind === 'tap' ? -Infinity : isHeader ? 60 : 4;
  for (const [index, { sign, text }] of overlay.entries()) {
    const shown = isLine ? '' : visibleText(text);
    const isLast = index === overlay.length - 1;
    const room = right - left - (isLast ? 0 : 30);
    if (room < HEIGHT) break;
    const fitted = pillWidth(shown) <= room ? shown : fitText(shown, room - ICON - 13, SIZE, 'bold');
    const width = pillWidth(fitted);
    shapes.push(...pill(sign, fitted, right - width, y, width));
    right -= width + GAP;
  }
  return shapes;
}

function pill(sign: OverlaySign, text: string, x: number, y: number, width: number): readonly Shape[] {
  const { paint, path } = lookOf(sign);
  const body: Shape = {
    kind: 'rect',
    x,
    y,
    width,
    height: HEIGHT,
    radius: HEIGHT / 2,
    fill: paint,
    stroke: 'background',
  };
  const icon: Shape = {
    kind: 'icon',
    x: x + (text === '' ? (HEIGHT - ICON) / 2 : 5),
    y: y + (HEIGHT - ICON) / 2,
    size: ICON,
    path,
    paint: 'mark-text',
  };
  if (text === '') return [body, icon];
  return [
    body,
    icon,
    {
      kind: 'text',
      x: x + ICON + 8,
      y: y + 11,
      text,
      size: SIZE,
      style: 'bold',
      paint: 'mark-text',
      anchor: 'start',
      room: width - ICON - 11,
    },
  ];
}
