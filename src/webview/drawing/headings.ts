import type { Core, NodeSingular } from 'cytoscape';
import { drawHeading, HEADING, LANE_LINE, markWidth } from '../../topology/index.js';
import type { Box, GraphNode } from '../../topology/index.js';
import type { ShapePainter } from './paint-shapes.js';
import type { Theme } from './theme.js';

/** A column or a row of the table of networks and hosts. */
export interface Headed {
  readonly node: GraphNode;
  readonly box: Box;
  /** Of a column: the lowest of what hangs on its line. */
  readonly end: number;
}

/** What part of the picture the pane shows, and how much smaller than life. */
export interface Pane {
  readonly zoom: number;
  readonly seen: Box;
}

/** Pixels on the screen, from the left upper corner of the pane. */
export interface Heading {
  readonly x: number;
  readonly y: number;
  readonly room: number;
}

/** Pixels on the screen from the edge of the pane. */
const EDGE = 4;
/** Pixels on the screen that a title of 12 pixels needs to be read. */
const READABLE = 7;
/** From the top of a card, or the left of a row, to the end of its title, at zoom 1. */
const TITLE = 24;
/** Between two columns, at zoom 1. */
const COLUMN_GAP = 20;

const isSmall = ({ zoom }: Pane): boolean => zoom * 12 < READABLE;

/** Where the name of a column stands at the upper edge; undefined while its own card can be read, or none of it is seen. */
export function columnHeading({ node, box, end }: Headed, pane: Pane): Heading | undefined {
  const { zoom, seen } = pane;
  const line = box.x + LANE_LINE;
  if (line < seen.x || line > seen.x + seen.width) return undefined;
  if (box.y > seen.y + seen.height || Math.max(end, box.y + box.height) < seen.y) return undefined;
  if (box.y + TITLE > seen.y && !isSmall(pane)) return undefined;
  const [mark] = node.marks;
  return {
    x: (line - seen.x) * zoom - HEADING.pad - (mark ? markWidth(mark.text) / 2 : 0),
    y: Math.max(EDGE, (box.y - seen.y) * zoom),
    room: (box.width + COLUMN_GAP) * zoom,
  };
}

/** Where the name of a row stands at the left edge; undefined while its own title is seen, or none of the row is. */
export function rowHeading({ box }: Headed, pane: Pane): Heading | undefined {
  const { zoom, seen } = pane;
  if (isSmall(pane) || box.x + TITLE >= seen.x || box.x + box.width < seen.x) return undefined;
  const y = (box.y - seen.y) * zoom + EDGE;
  if (y + HEADING.height < 0 || y > seen.height * zoom) return undefined;
  return { x: EDGE, y, room: (seen.width * zoom) / 4 };
}

/**
 * The table of networks and hosts keeps its headings in view: the names of its columns at the upper edge, those of its rows
 * at the left one, while their own cannot be read. Painted over everything else.
 */
export function paintHeadings(
  context: CanvasRenderingContext2D,
  cy: Core,
  painter: ShapePainter,
  theme: Theme,
  ratio: number,
): void {
  const columns = cy.nodes('.network');
  if (columns.empty()) return;
  const { x1: x, y1: y, w: width, h: height } = cy.extent();
  const pane = { zoom: cy.zoom(), seen: { x, y, width, height } };

  const paint = (element: NodeSingular, node: GraphNode, at: Heading | undefined): void => {
    if (!at) return;
    context.save();
    context.setTransform(ratio, 0, 0, ratio, at.x * ratio, at.y * ratio);
    context.globalAlpha = element.effectiveOpacity();
    painter.paint(context, drawHeading(node, at.room), theme, { titles: true, minor: true });
    context.restore();
  };
  cy.nodes('.frame').forEach((row) => {
    const headed = headedOf(row);
    paint(row, headed.node, rowHeading(headed, pane));
  });
  columns.forEach((column) => {
    const members = column.outgoers().nodes().toArray();
    const end = Math.max(...members.map((member) => member.position('y')));
    const headed = { ...headedOf(column), end };
    paint(column, headed.node, columnHeading(headed, pane));
  });
}

function headedOf(element: NodeSingular): Headed {
  const { x, y } = element.position();
  const [width, height] = [Number(element.data('width')), Number(element.data('height'))];
  const box = { x: x - width / 2, y: y - height / 2, width, height };
  return { node: element.data('node') as GraphNode, box, end: box.y + height };
}
