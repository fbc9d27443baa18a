import { describe, expect, it } from 'vitest';
import { drawHeading, type GraphNode } from '../../src/topology/index.js';
import { columnHeading, rowHeading, type Pane } from '../../src/webview/drawing/headings.js';

const node: GraphNode = {
  id: 'network:tenant',
  kind: 'network',
  label: 'tenant',
  sublabels: [],
  marks: [{ text: '4', tone: 'vm' }],
  details: [],
};
const column = { node, box: { x: 100, y: 20, width: 150, height: 60 }, end: 900 };
const row = { node, box: { x: 20, y: 300, width: 1000, height: 100 }, end: 400 };
const pane = (x: number, y: number, zoom = 1): Pane => ({
  zoom,
  seen: { x, y, width: 600 / zoom, height: 400 / zoom },
});

describe('the heading of a column', () => {
  it('is left out while the card of the network is seen', () => {
    expect(columnHeading(column, pane(0, 0))).toBeUndefined();
  });

  it('stands at the upper edge, its number on the line, when the card is above', () => {
    expect(columnHeading(column, pane(0, 200))).toEqual({ x: 98.5, y: 4, room: 170 });
  });

  it('stands on the card while that is too small to be read', () => {
    expect(columnHeading(column, pane(0, 0, 0.5))?.y).toBe(10);
  });

  it.each([
    ['the line is left of the pane', pane(120, 200)],
    ['the line is right of the pane', pane(-600, 200)],
    ['nothing hangs on the line any more', pane(0, 950)],
    ['the table begins below the pane', pane(0, -600)],
  ])('is left out where %s', (_, seen) => {
    expect(columnHeading(column, seen)).toBeUndefined();
  });
});

describe('the heading of a row', () => {
  it('is left out while the title of the host is seen, and stands at the left edge when it is not', () => {
    expect(rowHeading(row, pane(0, 200))).toBeUndefined();
    expect(rowHeading(row, pane(300, 200))).toEqual({ x: 4, y: 104, room: 150 });
  });

  it.each([
    ['the row is above the pane', pane(300, 500)],
    ['the row is below the pane', pane(300, -400)],
    ['the names of hosts are painted large', pane(300, 200, 0.4)],
  ])('is left out where %s', (_, seen) => {
    expect(rowHeading(row, seen)).toBeUndefined();
  });
});

describe('what a heading says', () => {
  const textOf = (room: number): readonly string[] =>
    drawHeading(node, room).flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));

  it('is number and name, or the number alone where too little of the name would be left', () => {
    expect(textOf(170)).toEqual(['4', 'tenant']);
    expect(textOf(50)).toEqual(['4']);
  });

  it('is nothing where a name has neither room nor number', () => {
    expect(drawHeading({ ...node, marks: [] }, 20)).toEqual([]);
  });
});
