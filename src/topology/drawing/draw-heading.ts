import { visibleText } from '../../model/index.js';
import type { GraphNode } from '../graph.js';
import { markWidth, METRICS } from '../layout/node-size.js';
import { drawMark } from './draw-node.js';
import type { Shape } from './shape.js';
import { fitText, textWidth } from './text-metrics.js';

/** Pixels on the screen, whatever the zoom is. */
export const HEADING = { height: 22, pad: 4, gap: 5 } as const;
const SIZE = 11.5;
/** Less than this of a name says nothing: the number alone is clearer. */
const LEAST_NAME = 48;

/**
 * What a column or a row of a table is called, short enough for `room`: shown at the edge of the pane while its own
 * card or title cannot be read. From its left upper corner.
 */
export function drawHeading({ label, marks: [mark] }: GraphNode, room: number): readonly Shape[] {
  const { height, pad, gap } = HEADING;
  const taken = mark ? markWidth(mark.text) : 0;
  const left = pad + (mark ? taken + gap : gap);
  const free = room - left - pad - gap;
  const name = visibleText(label);
  const isNamed = free >= Math.min(LEAST_NAME, textWidth(name, SIZE, 'bold'));
  const text = isNamed ? fitText(name, free, SIZE, 'bold') : '';
  const width = isNamed ? left + textWidth(text, SIZE, 'bold') + pad + gap : 2 * pad + taken;
  if (!isNamed && !mark) return [];
  return [
    {
      kind: 'rect',
      x: 0,
      y: 0,
      width,
      height,
      radius: height / 2,
      fill: 'frame-fill',
      stroke: 'node-stroke',
    },
    ...(mark ? drawMark(mark, pad, (height - METRICS.mark) / 2) : []),
    ...(isNamed ? [title(text, left, free)] : []),
  ];
}

const title = (text: string, x: number, room: number): Shape => ({
  kind: 'text',
  x,
  y: HEADING.height / 2 + SIZE * 0.36,
  text,
  size: SIZE,
  style: 'bold',
  paint: 'text',
  anchor: 'start',
  room,
});
