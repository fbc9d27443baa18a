import {
  isFrame,
  pathOf,
  renderSvg,
  strokeOf,
  nodeBody,
  nodeContent,
  drawLegend,
  svgPalette,
} from '../../topology/index.js';
import type { GraphNode, Picture, Shape, SvgTheme } from '../../topology/index.js';
import { createShapePainter } from './paint-shapes.js';
import type { Theme } from './theme.js';

const SCALE = 2;
const MARGIN = 20;
/** Chromium refuses canvases beyond this many pixels on a side. */
const MAX_SIDE = 16_000;

export const svgOf = ({ graph, layout }: Picture, theme: SvgTheme): string => renderSvg(graph, layout, theme);

/** The same drawing as the SVG, as a PNG in base64. */
export function pngOf({ graph, layout }: Picture, svgTheme: SvgTheme): string {
  const width = Math.max(layout.width, 360);
  const legend = drawLegend(graph, width - 2 * MARGIN);
  const height = layout.height + (legend.height > 0 ? legend.height + MARGIN : 0);
  const scale = Math.min(SCALE, MAX_SIDE / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return '';
  const palette = svgPalette(svgTheme);
  const theme: Theme = {
    palette,
    focus: palette.text,
    match: palette.text,
    font: 'Arial, "Liberation Sans", "DejaVu Sans", sans-serif',
    monoFont: '"Liberation Mono", "DejaVu Sans Mono", monospace',
    isHighContrast: false,
  };
  const painter = createShapePainter();
  const paint = (shapes: readonly Shape[]): void =>
    painter.paint(context, shapes, theme, { titles: true, minor: true });
  const paintNode = (node: GraphNode): void => {
    const box = layout.nodes[node.id];
    if (!box) return;
    const { radius, fill, stroke, dashed, thickness } = nodeBody(node);
    context.save();
    context.translate(box.x, box.y);
    context.globalAlpha = node.stale ? 0.5 : node.ghost ? 0.8 : 1;
    paint([
      {
        kind: 'rect',
        x: 0,
        y: 0,
        width: box.width,
        height: box.height,
        radius,
        fill,
        dashed,
        ...(stroke && { stroke }),
        ...(thickness !== undefined && { thickness }),
      },
      ...nodeContent(node, box),
    ]);
    context.restore();
  };
  context.scale(scale, scale);
  context.fillStyle = palette.background;
  context.fillRect(0, 0, width, height);
  graph.nodes.filter((node) => isFrame(node)).forEach(paintNode);
  for (const edge of graph.edges) {
    const { paint: colour, width: thickness, dash } = strokeOf(edge);
    context.strokeStyle = palette[colour];
    context.lineWidth = thickness;
    context.setLineDash(dash ? [...dash] : []);
    context.stroke(new Path2D(pathOf(layout.edges[edge.id] ?? [])));
  }
  context.setLineDash([]);
  graph.nodes.filter((node) => !isFrame(node)).forEach(paintNode);
  context.translate(MARGIN, layout.height + 6);
  paint(legend.shapes);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** Puts a PNG, given in base64, into the clipboard. The page has to have the focus. */
export async function copyPng(base64: string): Promise<void> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
  await navigator.clipboard.write([
    new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) }),
  ]);
}
