import { visibleText } from '../../model/index.js';
import type { Graph, LegendEntry } from '../graph.js';
import { markWidth } from '../layout/node-size.js';
import { drawMark } from './draw-node.js';
import type { Shape } from './shape.js';
import { fitText, textWidth } from './text-metrics.js';

const ROW = 22;
const TITLE = 11.5;
const TEXT = 10.5;
const COLUMN_GAP = 28;

const widthOf = ({ text, name, summary }: LegendEntry): number =>
  markWidth(text) + 8 + textWidth(name, TITLE, 'bold') + 10 + textWidth(summary, TEXT);

export interface DrawnLegend {
  readonly shapes: readonly Shape[];
  readonly height: number;
}

/** Which number is which network: in columns, filled from top to bottom, as wide as the picture allows. */
export function drawLegend({ legend }: Graph, width: number): DrawnLegend {
  if (legend.length === 0) return { shapes: [], height: 0 };
  const widest = legend.reduce((most, entry) => Math.max(most, Math.ceil(widthOf(entry))), 0);
  const column = Math.min(width, widest);
  const columns = Math.max(1, Math.floor((width + COLUMN_GAP) / (column + COLUMN_GAP)));
  const rows = Math.ceil(legend.length / columns);
  const shapes = legend.flatMap((entry, index) => {
    const x = Math.floor(index / rows) * (column + COLUMN_GAP);
    return entryShapes(entry, x, (index % rows) * ROW, column);
  });
  return { shapes, height: rows * ROW };
}

function entryShapes(entry: LegendEntry, x: number, y: number, width: number): readonly Shape[] {
  const nameX = x + markWidth(entry.text) + 8;
  const nameRoom = x + width - nameX;
  const name = fitText(visibleText(entry.name), nameRoom, TITLE, 'bold');
  const summaryX = nameX + textWidth(name, TITLE, 'bold') + 10;
  const room = Math.max(0, x + width - summaryX + 1);
  const base = y + 11.5;
  const title: Shape = {
    kind: 'text',
    x: nameX,
    y: base,
    text: name,
    size: TITLE,
    style: 'bold',
    paint: 'text',
    anchor: 'start',
    room: nameRoom,
  };
  const summary: Shape = {
    ...title,
    x: summaryX,
    text: fitText(visibleText(entry.summary), room, TEXT),
    size: TEXT,
    style: 'normal',
    paint: 'muted',
    room,
  };
  return [...drawMark(entry, x, y), title, summary];
}
