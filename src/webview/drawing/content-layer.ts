import { visibleText } from '../../model/index.js';
import type { Core, NodeSingular } from 'cytoscape';
import { isBlock, isCard, nodeContent } from '../../topology/index.js';
import type { Box, GraphNode, Shape } from '../../topology/index.js';
import { paintHeadings } from './headings.js';
import { createShapePainter } from './paint-shapes.js';
import type { Theme } from './theme.js';

/** What stands inside a node, painted over cytoscape's own canvas in the same frame. */
export interface ContentLayer {
  /** The node was added or changed. */
  put(node: GraphNode, box: Box): void;
  remove(id: string): void;
  useTheme(theme: Theme): void;
}

interface Content {
  readonly node: GraphNode;
  readonly box: Box;
  readonly shapes: readonly Shape[];
}

/** Pixels on the screen below which text is a smear. */
const READABLE_TITLE = 4;
const READABLE_LINE = 4.5;
/** Names of frames stay this large when everything else is too small to read: they are the map's place names. */
const PLACE_NAME = 11;
/** Pixels on the screen: no name fits into less. */
const LEAST_PLACE = 36;
/** Cards have room for a large name: they show nothing else before their text gets this small. */
const READABLE_CARD = 8;

/**
 * Cytoscape draws outlines, edges and selection; it cannot draw several texts, numbers and an icon in one node. They are
 * the shapes that the SVG has, painted after each of cytoscape's own frames at the same pan and zoom.
 */
export function createContentLayer(cy: Core, container: HTMLElement, initial: Theme): ContentLayer {
  const canvas = document.createElement('canvas');
  canvas.className = 'content-layer';
  canvas.setAttribute('aria-hidden', 'true');
  container.append(canvas);
  const contents = new Map<string, Content>();
  const painter = createShapePainter();
  let theme = initial;

  function fitToContainer(): number {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(cy.width() * ratio), Math.round(cy.height() * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${cy.width()}px`;
      canvas.style.height = `${cy.height()}px`;
    }
    return ratio;
  }

  function paintNode(context: CanvasRenderingContext2D, element: NodeSingular, zoom: number): void {
    const content = contents.get(element.id());
    if (!content) return;
    const { x, y } = element.position();
    const { width, height } = content.box;
    const view = cy.extent();
    const [left, top] = [x - width / 2, y - height / 2];
    if (left > view.x2 || left + width < view.x1 || top > view.y2 || top + height < view.y1) return;
    context.save();
    context.translate(left, top);
    context.globalAlpha = element.effectiveOpacity();
    const isLarge = isCard(content.node) && zoom * 12 < READABLE_CARD;
    const titles = zoom * 12 >= READABLE_TITLE && !isLarge;
    painter.paint(context, content.shapes, theme, {
      titles,
      minor: zoom * 10.5 >= READABLE_LINE && !isLarge,
    });
    context.restore();
  }

  /** With a rim in the colour of the paper, since it stands on lines. */
  function paintPlaceName(
    context: CanvasRenderingContext2D,
    element: NodeSingular,
    zoom: number,
    isRow: boolean,
  ): void {
    const content = contents.get(element.id());
    if (!content || !(isBlock(content.node) || content.node.kind === 'group')) return;
    const { node, box } = content;
    const least = isCard(node) ? READABLE_CARD : READABLE_TITLE;
    if (zoom * 12 >= least || (node.kind === 'group' && node.folding === 'open')) return;
    if (box.width * zoom < LEAST_PLACE) return;
    const { x: middle, y } = element.position();
    const x = isRow ? middle - box.width / 2 + 6 / zoom : middle;
    const size = Math.min(PLACE_NAME / zoom, box.height * 0.6);
    const base = y + size * 0.36;
    context.font = `600 ${size}px ${theme.font}`;
    context.textAlign = isRow ? 'left' : 'center';
    context.lineJoin = 'round';
    context.lineWidth = size / 3;
    context.strokeStyle = theme.palette['frame-fill'];
    context.strokeText(visibleText(node.label), x, base, box.width * 0.94);
    context.fillStyle = theme.palette.text;
    context.fillText(visibleText(node.label), x, base, box.width * 0.94);
  }

  function paintAll(): void {
    const context = canvas.getContext('2d');
    if (!context) return;
    const ratio = fitToContainer();
    const zoom = cy.zoom();
    const pan = cy.pan();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio * zoom, 0, 0, ratio * zoom, pan.x * ratio, pan.y * ratio);
    context.textBaseline = 'alphabetic';
    const nodes = cy.nodes();
    nodes.forEach((element) => paintNode(context, element, zoom));
    // The rows of a table are called what stands at their beginning.
    const isTable = cy.nodes('.network').nonempty();
    if (zoom * 12 < READABLE_CARD)
      nodes.forEach((element) => paintPlaceName(context, element, zoom, isTable));
    paintHeadings(context, cy, painter, theme, ratio);
  }

  cy.on('render', paintAll);
  return {
    put(node, box) {
      contents.set(node.id, { node, box, shapes: nodeContent(node, box) });
    },
    remove(id) {
      contents.delete(id);
    },
    useTheme(next) {
      theme = next;
    },
  };
}
