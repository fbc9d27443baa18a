import { visibleText } from '../../model/index.js';
import type { Severity } from '../../model/index.js';
import type { GraphNode, Mark } from '../graph.js';
import type { Box } from '../layout/layout.js';
import { isCard, markWidth, marksWidth, MAX_MARKS, METRICS } from '../layout/node-size.js';
import { drawOverlay, nameOfTap, outlineOf, overlayWidth } from './draw-overlay.js';
import { iconOf } from './icons.js';
import type { Paint, Shape } from './shape.js';
import { fitText, textWidth } from './text-metrics.js';
import type { FontStyle } from './text-metrics.js';

/** The outline of a node: what is drawn under edges of frames, and over edges of everything else. */
export interface NodeBody {
  readonly radius: number;
  readonly fill: Paint;
  readonly stroke?: Paint;
  readonly dashed: boolean;
  /** Pixels of the outline; absent means 1. */
  readonly thickness?: number;
}

/** What a plan or a failure says of a node is in its outline as well, to be seen from afar. */
export function nodeBody(node: GraphNode): NodeBody {
  const body = plainBody(node);
  const outline = outlineOf(node);
  if (!outline) return body;
  return { ...body, stroke: outline, thickness: 2, dashed: node.ghost === true || body.dashed };
}

function plainBody({ kind, derived, folding }: GraphNode): NodeBody {
  // A closed frame is something to take hold of: its outline is that of a device.
  const frameStroke: Paint = folding === 'closed' ? 'node-stroke' : 'frame-stroke';
  switch (kind) {
    case 'command':
      return { radius: 5, fill: 'node-fill', stroke: 'frame-stroke', dashed: false };
    case 'host':
    case 'group':
      return { radius: 8, fill: 'frame-fill', stroke: frameStroke, dashed: false };
    case 'pool':
    case 'unplaced':
      return { radius: 8, fill: 'frame-fill', stroke: frameStroke, dashed: true };
    case 'guest':
      return { radius: 6, fill: 'guest-fill', stroke: 'node-stroke', dashed: false };
    case 'outside':
      return { radius: 14, fill: 'outside-fill', stroke: 'frame-stroke', dashed: false };
    case 'tap':
      return { radius: METRICS.tapHeight / 2, fill: 'derived-fill', stroke: 'node-stroke', dashed: true };
    case 'line':
      return { radius: 3, fill: 'node-fill', dashed: false };
    case 'nic':
    case 'bond':
    case 'vlan':
    case 'bridge':
    case 'virtual-network':
    case 'plug':
    case 'guest-nic':
    case 'network':
    case 'member':
      return {
        radius: 5,
        fill: derived ? 'derived-fill' : 'node-fill',
        stroke: 'node-stroke',
        dashed: derived === true,
      };
  }
}

/** What stands in a node, from its left upper corner. */
export function nodeContent(node: GraphNode, box: Box): readonly Shape[] {
  const shapes = [...inside(node, box), ...drawOverlay(node, box)];
  if (!node.badge) return shapes;
  const { severity } = node.badge;
  return node.kind === 'line'
    ? [...shapes, ...badge(severity, box.width - LINE_BADGE / 2 + 1, box.height / 2)]
    : [...shapes, ...badge(severity, box.width - 1, 1)];
}

/** Room at the end of a line of text for what is wrong with it. */
const LINE_BADGE = 18;

function inside(node: GraphNode, box: Box): readonly Shape[] {
  switch (node.kind) {
    case 'group':
    case 'host':
    case 'pool':
    case 'unplaced':
      if (isCard(node)) return closedCard(node, box);
      return header(node, box, METRICS.framePad, METRICS.frameHeader, METRICS.frameTitle);
    case 'command':
    case 'guest':
      return header(node, box, METRICS.padX, METRICS.guestHeader, METRICS.titleSize);
    case 'tap':
      return [
        label(
          nameOfTap(node)?.text ?? node.label,
          box.width / 2,
          12.5,
          box.width - 4,
          9,
          'normal',
          'muted',
          'middle',
        ),
      ];
    case 'line':
      return textLine(node, box);
    default:
      return card(node, box);
  }
}

/** A line as a terminal prints it, its numbers behind it. */
function textLine(node: GraphNode, box: Box): readonly Shape[] {
  const taken = marksWidth(node);
  const room = box.width - METRICS.padX - LINE_BADGE - taken;
  const paint = node.stands ? 'text' : 'muted';
  return [
    label(node.label, METRICS.padX, 12, room, METRICS.lineSize, 'mono', paint),
    ...marks(node.marks, box.width - LINE_BADGE - taken, 1),
  ];
}

function label(
  text: string,
  x: number,
  y: number,
  room: number,
  size: number,
  style: FontStyle,
  paint: Paint,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Shape {
  const shown = fitText(visibleText(text), room, size, style);
  return { kind: 'text', x, y, text: shown, size, style, paint, anchor, room };
}

/** An arrow: to the right where the frame is closed, down where it is open. */
const FOLD_SIGNS = { closed: 'M6 3.5l4.5 4.5L6 12.5', open: 'M3.5 6L8 10.5L12.5 6' } as const;

const foldSign = ({ folding }: GraphNode, x: number, middle: number): readonly Shape[] =>
  folding
    ? [
        {
          kind: 'icon',
          x,
          y: middle - METRICS.fold / 2,
          size: METRICS.fold,
          path: FOLD_SIGNS[folding],
          paint: 'muted',
        },
      ]
    : [];

/** What a closed frame holds, below its name. */
function closedCard(node: GraphNode, box: Box): readonly Shape[] {
  const left = METRICS.padX + METRICS.fold + 4 + METRICS.icon + METRICS.iconGap;
  const base = METRICS.padY + 12;
  const lines = node.sublabels.map((line, index): Shape => {
    const y = METRICS.padY + METRICS.titleHeight + METRICS.lineHeight * index + 11.5;
    const room = box.width - left - METRICS.padX;
    return { ...label(line, left, y, room, METRICS.lineSize, 'normal', 'muted'), minor: true } as Shape;
  });
  return [
    ...foldSign(node, METRICS.padX - 2, METRICS.padY + 1 + METRICS.icon / 2),
    icon(node, METRICS.padX + METRICS.fold + 4, METRICS.padY + 1),
    label(node.label, left, base, box.width - left - METRICS.padX, METRICS.titleSize, 'bold', 'text'),
    ...lines,
  ];
}

/** Title of a frame and what is written at the right of it. */
function header(node: GraphNode, box: Box, edge: number, height: number, size: number): readonly Shape[] {
  const base = Math.round(height / 2 + size * 0.36);
  const pad = node.folding ? edge + METRICS.foldIndent : edge;
  const left = pad + METRICS.icon + METRICS.iconGap;
  const end = box.width - edge - overlayWidth(node);
  const room = end - left;
  const title = label(node.label, left, base, room, size, 'bold', 'text');
  let x = left + Math.min(room, textWidth(visibleText(node.label), size, 'bold')) + 12;
  const rest = node.sublabels.flatMap((line): Shape[] => {
    const free = end - x;
    if (free < 24) return [];
    const shape = label(line, x, base, free, METRICS.lineSize, 'normal', 'muted');
    x += textWidth(line, METRICS.lineSize) + 14;
    return [{ ...shape, minor: true } as Shape];
  });
  return [
    ...foldSign(node, pad - METRICS.fold - 3, height / 2),
    icon(node, pad, Math.round((height - METRICS.icon) / 2)),
    title,
    ...rest,
  ];
}

const icon = (node: GraphNode, x: number, y: number): Shape => ({
  kind: 'icon',
  x,
  y,
  size: METRICS.icon,
  path: iconOf(node.kind),
  paint: 'muted',
});

function card(node: GraphNode, box: Box): readonly Shape[] {
  const left = METRICS.padX + METRICS.icon + METRICS.iconGap;
  const taken = marksWidth(node);
  const room = box.width - left - METRICS.padX - (taken > 0 ? taken + 6 : 0);
  const base = METRICS.padY + 12;
  const lines = node.sublabels.map((line, index): Shape => {
    const y = METRICS.padY + METRICS.titleHeight + METRICS.lineHeight * index + 10.5;
    const width = box.width - 2 * METRICS.padX;
    return {
      ...label(line, METRICS.padX, y, width, METRICS.lineSize, 'normal', 'muted'),
      minor: true,
    } as Shape;
  });
  return [
    icon(node, METRICS.padX, METRICS.padY + 1),
    label(node.label, left, base, room, METRICS.titleSize, 'bold', 'text'),
    ...marks(node.marks, box.width - METRICS.padX - taken, METRICS.padY),
    ...lines,
  ];
}

function marks(all: readonly Mark[], left: number, y: number): readonly Shape[] {
  const shown: readonly Mark[] =
    all.length > MAX_MARKS
      ? [...all.slice(0, MAX_MARKS), { text: `+${all.length - MAX_MARKS}`, tone: 'none' }]
      : all;
  let x = left;
  return shown.flatMap((mark) => {
    const shapes = drawMark(mark, x, y);
    x += markWidth(mark.text) + METRICS.markGap;
    return shapes;
  });
}

/** The number of a network, as it stands in a node and in the legend. */
export function drawMark({ text, tone }: Mark, x: number, y: number): readonly Shape[] {
  const width = markWidth(text);
  const height = METRICS.mark;
  return [
    { kind: 'rect', x, y, width, height, radius: height / 2, fill: `tone-${tone}` },
    label(text, x + width / 2, y + 11, width, 9.5, 'bold', 'mark-text', 'middle'),
  ];
}

/** Told apart by shape and sign, not by colour alone. */
const BADGE_SIGNS: Readonly<Record<Severity, string>> = {
  error: 'M4.5 4.5l7 7M11.5 4.5l-7 7',
  warning: 'M8 3v6.4M8 12v.9',
  information: 'M8 3.2v1M8 6.8v6',
  hint: 'M8 7.5v1',
};

function badge(severity: Severity, x: number, y: number): readonly Shape[] {
  const size = 15;
  const left = x - size / 2;
  const top = y - size / 2;
  const radius = severity === 'warning' ? 4 : size / 2;
  return [
    {
      kind: 'rect',
      x: left,
      y: top,
      width: size,
      height: size,
      radius,
      fill: severity,
      stroke: 'background',
    },
    { kind: 'icon', x: left + 2.5, y: top + 2.5, size: 10, path: BADGE_SIGNS[severity], paint: 'badge-text' },
  ];
}
