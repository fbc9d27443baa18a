import { visibleText } from '../../model/index.js';
import { isFrame } from '../graph.js';
import type { Graph, GraphNode } from '../graph.js';
import type { Box, Layout } from '../layout/layout.js';
import { MARGIN } from '../layout/arrange-frames.js';
import { pathOf, strokeOf } from './draw-edge.js';
import { drawLegend } from './draw-legend.js';
import { nodeBody, nodeContent } from './draw-node.js';
import { svgPalette } from './palette.js';
import type { Palette, SvgTheme } from './palette.js';
import type { Shape } from './shape.js';
import { describeGraph } from './text-alternative.js';

const SANS = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";
const MONO = "Consolas, Menlo, 'Liberation Mono', 'DejaVu Sans Mono', monospace";

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that XML 1.0 can hold: no control characters, no half surrogate pairs, nothing that ends the text. */
export const escapeXml = (text: string): string =>
  visibleText(text).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

const number = (value: number): string => String(Math.round(value * 100) / 100);

function shapeSvg(shape: Shape, palette: Palette): string {
  switch (shape.kind) {
    case 'rect': {
      const thickness = shape.thickness === undefined ? '' : ` stroke-width="${number(shape.thickness)}"`;
      const stroke = shape.stroke ? ` stroke="${palette[shape.stroke]}"${thickness}` : '';
      const dash = shape.dashed ? ' stroke-dasharray="4 3"' : '';
      const fill = shape.fill ? palette[shape.fill] : 'none';
      const place = `x="${number(shape.x)}" y="${number(shape.y)}" width="${number(shape.width)}" height="${number(shape.height)}"`;
      return `<rect ${place} rx="${number(shape.radius)}" fill="${fill}"${stroke}${dash}/>`;
    }
    case 'text': {
      const weight = shape.style === 'bold' ? ' font-weight="600"' : '';
      const family = shape.style === 'mono' ? ` font-family="${escapeXml(MONO)}" xml:space="preserve"` : '';
      const anchor = shape.anchor === 'start' ? '' : ` text-anchor="${shape.anchor}"`;
      const place = `x="${number(shape.x)}" y="${number(shape.y)}" font-size="${number(shape.size)}"`;
      return `<text ${place}${weight}${family}${anchor} fill="${palette[shape.paint]}">${escapeXml(shape.text)}</text>`;
    }
    case 'icon': {
      if (shape.path === '') return '';
      const scale = shape.size / 16;
      const place = `translate(${number(shape.x)} ${number(shape.y)}) scale(${number(scale)})`;
      const width = number(1.2 / scale);
      return `<path transform="${place}" d="${shape.path}" fill="none" stroke="${palette[shape.paint]}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
    }
  }
}

function nodeSvg(node: GraphNode, box: Box, palette: Palette): string {
  const { radius, fill, stroke, dashed, thickness } = nodeBody(node);
  const body: Shape = {
    kind: 'rect',
    x: 0,
    y: 0,
    width: box.width,
    height: box.height,
    radius,
    fill,
    ...(stroke && { stroke }),
    ...(thickness !== undefined && { thickness }),
    dashed,
  };
  const shapes = [body, ...nodeContent(node, box)].map((shape) => shapeSvg(shape, palette)).join('');
  const title = [node.label, ...node.details.map(({ name, value }) => `${name}: ${value}`)];
  const faded = node.stale ? ' opacity="0.5"' : node.ghost ? ' opacity="0.8"' : '';
  return `<g transform="translate(${number(box.x)} ${number(box.y)})"${faded}><title>${title.map(escapeXml).join('\n')}</title>${shapes}</g>`;
}

/**
 * A picture that stands alone: no script, no reference to anything outside, every name escaped. The same shapes as in
 * the editor, in colours for paper or for a dark page.
 */
export function renderSvg(graph: Graph, layout: Layout, theme: SvgTheme): string {
  const palette = svgPalette(theme);
  const draw = (node: GraphNode): string => {
    const box = layout.nodes[node.id];
    return box ? nodeSvg(node, box, palette) : '';
  };
  const width = Math.max(layout.width, 360);
  const legend = drawLegend(graph, width - 2 * MARGIN);
  const height = layout.height + (legend.height > 0 ? legend.height + MARGIN : 0);
  const edges = graph.edges.map((edge) => {
    const points = layout.edges[edge.id];
    if (!points) return '';
    const { paint, width: thickness, dash } = strokeOf(edge);
    const dashes = dash ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    const faded = edge.stale || edge.ghost ? ' opacity="0.5"' : '';
    return `<path d="${pathOf(points)}" stroke="${palette[paint]}" stroke-width="${thickness}"${dashes}${faded}/>`;
  });
  const { title, description } = describeGraph(graph);
  const legendSvg = legend.shapes.map((shape) => shapeSvg(shape, palette)).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description" font-family="${escapeXml(SANS)}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="description">${description.map(escapeXml).join('\n')}</desc>`,
    `<rect width="${width}" height="${height}" fill="${palette.background}"/>`,
    ...graph.nodes.filter((node) => isFrame(node)).map(draw),
    `<g fill="none" stroke-linecap="round" stroke-linejoin="round">${edges.join('')}</g>`,
    ...graph.nodes.filter((node) => !isFrame(node)).map(draw),
    `<g transform="translate(${MARGIN} ${layout.height + 6})">${legendSvg}</g>`,
    '</svg>',
    '',
  ].join('\n');
}
