import cytoscape from 'cytoscape';
import type {
  CollectionReturnValue,
  Core,
  EdgeSingular,
  ElementDefinition,
  EventObject,
  NodeCollection,
  NodeSingular,
} from 'cytoscape';
import { isFrame } from '../../topology/index.js';
import type { Box, GraphEdge, GraphNode, Picture } from '../../topology/index.js';
import { createContentLayer } from '../drawing/content-layer.js';
import { cytoscapeStyle } from '../drawing/cytoscape-style.js';
import { edgeShape } from '../drawing/edge-shape.js';
import type { Theme } from '../drawing/theme.js';
import { areaOf } from './area-of-frames.js';
import { createCamera, MOVE } from './camera.js';
import type { Camera } from './camera.js';
import { hitsFoldSign } from './fold-sign.js';

export interface PictureViewEvents {
  /** undefined: beside everything. */
  readonly onPick: (node: GraphNode | undefined, isDouble: boolean) => void;
  /** The arrow of a frame that can be opened or closed; of a closed one, anywhere on it. */
  readonly onFold: (node: GraphNode) => void;
  readonly onHover: (node: GraphNode | undefined) => void;
  /** Asks what can be done: with a node, or with the picture. `at`: from the left upper corner of the drawing. */
  readonly onMenu: (node: GraphNode | undefined, at: { readonly x: number; readonly y: number }) => void;
  /** The person, or the window, changed what is seen. */
  readonly onViewport: () => void;
}

/** The picture on the screen. Cytoscape draws and takes gestures; where things stand comes with the picture. */
export interface PictureView {
  readonly cy: Core;
  show(picture: Picture): void;
  useTheme(theme: Theme): void;
  /** Marks nodes; `path` lights up what they are connected to and fades the rest. */
  select(ids: readonly string[], options: { readonly path: boolean }): void;
  /** Lights up these, and the lines between them, in place of what `select` lit up. */
  light(ids: readonly string[]): void;
  /** Outlines what a person looks for. */
  markMatches(ids: readonly string[]): void;
  markCursor(ids: readonly string[]): void;
  bringIntoView(ids: readonly string[]): void;
  /** What stands beside the picture came or went: see {@link Camera.settle}. */
  settle(): void;
  /** Goes nearer to a frame whose text is too small to be read, or that is not in view. */
  readable(id: string): void;
  /** Goes to frames, so that all of them is seen where it can be read then. */
  readableFrames(ids: readonly string[]): void;
  readonly camera: Camera;
  /** Rectangle of a node, from the left upper corner of the picture's pane. */
  boxOf(id: string): Box | undefined;
}

const MIN_ZOOM = 0.04;
const MAX_ZOOM = 3;
/** More than this and moving smoothly costs more than it explains. */
const MAX_ANIMATED = 400;

/** What fails, and what follows from it, is never faded, whatever else is lit up. */
const FAILING = '.sign-failed, .sign-takes-over, .sign-reduced, .sign-cut';

const classesOf = (node: GraphNode): string =>
  [
    node.kind,
    ...(isFrame(node) && node.kind !== 'guest' ? ['frame'] : []),
    ...(node.derived ? ['derived'] : []),
    ...(node.stale ? ['stale'] : []),
    ...(node.ghost ? ['ghost'] : []),
    ...(node.overlay ?? []).map(({ sign }) => `sign-${sign}`),
    ...(node.badge ? [`has-${node.badge.severity}`] : []),
  ].join(' ');

const centre = ({ x, y, width, height }: Box): { x: number; y: number } => ({
  x: x + width / 2,
  y: y + height / 2,
});

const nothing: Box = { x: 0, y: 0, width: 1, height: 1 };

export function createPictureView(
  container: HTMLElement,
  initialTheme: Theme,
  isStill: () => boolean,
  events: PictureViewEvents,
): PictureView {
  const cy = cytoscape({
    container,
    style: cytoscapeStyle(initialTheme, isStill()),
    layout: { name: 'preset' },
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    minZoom: MIN_ZOOM,
    maxZoom: MAX_ZOOM,
  });
  const content = createContentLayer(cy, container, initialTheme);
  let shown: Picture | undefined;
  const camera = createCamera(cy, container, isStill, () => events.onViewport());

  const nodeOf = (target: NodeSingular): GraphNode => target.data('node') as GraphNode;
  const boxIn = (picture: Picture, id: string): Box => picture.layout.nodes[id] ?? nothing;

  function nodeDefinition(node: GraphNode, box: Box): ElementDefinition {
    return {
      group: 'nodes',
      data: { id: node.id, node, width: box.width, height: box.height },
      position: centre(box),
      classes: classesOf(node),
      // Dragging a node pans: where it stands follows from the text.
      pannable: true,
    };
  }

  function edgeDefinition(edge: GraphEdge, picture: Picture): ElementDefinition {
    const { id, source, target } = edge;
    const points = picture.layout.edges[id] ?? [];
    const shape = edgeShape(points, boxIn(picture, source), boxIn(picture, target));
    return {
      group: 'edges',
      data: { id, source, target, edge, shape },
      classes: edge.stale || edge.ghost ? 'stale' : '',
    };
  }

  function changeNode(known: NodeSingular, node: GraphNode, box: Box): void {
    known.data({ node, width: box.width, height: box.height });
    const kept = ['selected', 'at-cursor', 'faded', 'hovered', 'match'].filter((name) =>
      known.hasClass(name),
    );
    known.classes([classesOf(node), ...kept].join(' '));
    if (known.is(FAILING)) known.removeClass('faded');
  }

  function changeEdge(known: EdgeSingular, edge: GraphEdge, picture: Picture): void {
    known.data(edgeDefinition(edge, picture).data);
    known.toggleClass('stale', edge.stale === true);
  }

  /** Adds, changes and removes by comparing with what is shown: objects that did not change are the same ones. */
  function update(before: Picture, after: Picture): void {
    const old = new Map(before.graph.nodes.map((node) => [node.id, node]));
    const oldEdges = new Map(before.graph.edges.map((edge) => [edge.id, edge]));
    const nodes = new Set(after.graph.nodes.map(({ id }) => id));
    const edges = new Set(after.graph.edges.map(({ id }) => id));
    const moves: { readonly target: NodeSingular; readonly to: { x: number; y: number } }[] = [];
    const added: string[] = [];
    cy.batch(() => {
      for (const { id } of before.graph.edges) if (!edges.has(id)) cy.getElementById(id).remove();
      for (const { id } of before.graph.nodes) {
        if (nodes.has(id)) continue;
        cy.getElementById(id).remove();
        content.remove(id);
      }
      for (const node of after.graph.nodes) {
        const box = boxIn(after, node.id);
        const known = old.get(node.id);
        const knownBox = before.layout.nodes[node.id];
        if (known === node && knownBox === box) continue;
        content.put(node, box);
        if (!known) {
          cy.add(nodeDefinition(node, box));
          added.push(node.id);
          continue;
        }
        const target = cy.getElementById(node.id);
        changeNode(target, node, box);
        const to = centre(box);
        const at = target.position();
        if (at.x !== to.x || at.y !== to.y) moves.push({ target, to });
      }
      for (const edge of after.graph.edges) {
        const { id, source, target } = edge;
        const known = oldEdges.get(id);
        const isSame =
          known === edge &&
          before.layout.edges[id] === after.layout.edges[id] &&
          before.layout.nodes[source] === after.layout.nodes[source] &&
          before.layout.nodes[target] === after.layout.nodes[target];
        if (isSame) continue;
        if (known) changeEdge(cy.getElementById(id), edge, after);
        else cy.add(edgeDefinition(edge, after));
      }
    });
    move(moves);
    appear(added);
  }

  function move(
    moves: readonly { readonly target: NodeSingular; readonly to: { x: number; y: number } }[],
  ): void {
    const atOnce = isStill() || moves.length > MAX_ANIMATED;
    for (const { target, to } of moves) {
      target.stop(true, false);
      if (atOnce) target.position(to);
      else target.animate({ position: to }, { duration: MOVE, easing: 'ease-in-out-cubic' });
    }
  }

  function appear(ids: readonly string[]): void {
    if (isStill() || ids.length > MAX_ANIMATED) return;
    for (const id of ids) {
      const target = cy.getElementById(id);
      target.style('opacity', 0);
      target.animate(
        { style: { opacity: 1 } },
        { duration: MOVE, complete: () => void target.removeStyle('opacity') },
      );
    }
  }

  function replace(picture: Picture): void {
    cy.batch(() => {
      cy.elements().remove();
      for (const node of shown?.graph.nodes ?? []) content.remove(node.id);
      for (const node of picture.graph.nodes) content.put(node, boxIn(picture, node.id));
      cy.add([
        ...picture.graph.nodes.map((node) => nodeDefinition(node, boxIn(picture, node.id))),
        ...picture.graph.edges.map((edge) => edgeDefinition(edge, picture)),
      ]);
    });
  }

  /** One growing collection: a union for each of thousands of matches would copy all that came before. */
  const withIds = (ids: readonly string[]): CollectionReturnValue => {
    const found = cy.collection();
    for (const id of ids) found.merge(cy.getElementById(id));
    return found;
  };

  /** Everything between the wire and the guest that the nodes are part of. */
  function pathOf(nodes: NodeCollection): CollectionReturnValue {
    const chosen = new Set(nodes.map((node) => node.id()));
    const inside = cy.nodes().filter((candidate) => chosen.has(nodeOf(candidate).frame ?? ''));
    const starts = nodes.union(inside);
    const way = starts.union(starts.predecessors()).union(starts.successors());
    const frames = new Set(way.nodes().map((node) => nodeOf(node).frame));
    const guests = cy.nodes('.guest').filter((guest) => frames.has(guest.id()));
    return way.union(guests);
  }

  function pick(target: NodeSingular, at: { readonly x: number; readonly y: number }): void {
    const node = nodeOf(target);
    if (node.folding && hitsFoldSign(node, boxOfTarget(target), at, cy.zoom())) events.onFold(node);
    else events.onPick(node, false);
  }
  const boxOfTarget = (target: NodeSingular): Box => {
    const { x, y } = target.position();
    const [width, height] = [Number(target.data('width')), Number(target.data('height'))];
    return { x: x - width / 2, y: y - height / 2, width, height };
  };

  cy.on('tap', (event: EventObject) => {
    const target = event.target as Core | NodeSingular;
    if (target === cy) events.onPick(undefined, false);
    else if ((target as NodeSingular).isNode()) pick(target as NodeSingular, event.position);
  });
  cy.on('cxttap', (event: EventObject) => {
    const target = event.target as Core | NodeSingular;
    const node =
      target !== cy && (target as NodeSingular).isNode() ? nodeOf(target as NodeSingular) : undefined;
    events.onMenu(node, event.renderedPosition);
  });
  cy.on('dbltap', 'node', (event: EventObject) => events.onPick(nodeOf(event.target as NodeSingular), true));
  cy.on('mouseover', 'node', (event: EventObject) => {
    const target = event.target as NodeSingular;
    target.addClass('hovered');
    events.onHover(nodeOf(target));
  });
  cy.on('mouseout', 'node', (event: EventObject) => {
    (event.target as NodeSingular).removeClass('hovered');
    events.onHover(undefined);
  });
  return {
    cy,
    show(picture) {
      // Cards and rows have no place in common: another arrangement is another picture.
      const isFirst =
        shown?.graph.startsClosed !== picture.graph.startsClosed ||
        shown?.graph.folder !== picture.graph.folder ||
        shown.graph.perspective !== picture.graph.perspective;
      if (isFirst || !shown) replace(picture);
      else update(shown, picture);
      const wasEmpty = !shown || shown.graph.nodes.length === 0;
      shown = picture;
      // A table of empty boxes says nothing, and its headings stay in view.
      const isText = picture.graph.perspective !== 'devices';
      if (isFirst || wasEmpty) {
        if (camera.isFitted() || !isFirst) camera.start(isText);
        // A filter leaves what is seen elsewhere.
      } else if (!camera.isAnySeen(Object.values(picture.layout.nodes))) camera.start(isText);
    },
    useTheme(theme) {
      content.useTheme(theme);
      cy.style(cytoscapeStyle(theme, isStill()));
    },
    select(ids, { path }) {
      const nodes = withIds(ids).nodes();
      cy.batch(() => {
        cy.elements().removeClass('selected faded lit');
        nodes.addClass('selected');
        const way = path && nodes.nonempty() ? pathOf(nodes) : cy.collection();
        if (way.size() > nodes.size()) {
          cy.elements().difference(way).not(FAILING).addClass('faded');
          way.edges().addClass('lit');
        }
      });
    },
    light(ids) {
      const wanted = new Set(ids);
      cy.batch(() => {
        cy.elements().removeClass('faded lit');
        if (wanted.size === 0) return;
        cy.nodes().forEach(
          (node) => void node.toggleClass('faded', !wanted.has(node.id()) && !node.is(FAILING)),
        );
        cy.edges().forEach((edge) => {
          const isLit = wanted.has(edge.source().id()) && wanted.has(edge.target().id());
          edge.toggleClass('lit', isLit).toggleClass('faded', !isLit);
        });
      });
    },
    markMatches(ids) {
      cy.batch(() => {
        cy.elements('.match').removeClass('match');
        withIds(ids).addClass('match');
      });
    },
    markCursor(ids) {
      cy.batch(() => {
        cy.elements('.at-cursor').removeClass('at-cursor');
        withIds(ids).addClass('at-cursor');
      });
    },
    bringIntoView(ids) {
      const first = withIds(ids).nodes().first();
      if (first.nonempty()) camera.bringIntoView(first);
    },
    settle: () => camera.settle(() => cy.nodes('.selected').toArray()[0]),
    readable(id) {
      const box = shown?.layout.nodes[id];
      if (box) camera.goNear(box, false);
    },
    readableFrames(ids) {
      if (!shown) return;
      const area = areaOf(shown, ids);
      if (area) camera.goNear(area, true);
    },
    camera,
    boxOf(id) {
      const node = cy.getElementById(id);
      if (node.empty()) return undefined;
      const { x1, y1, w, h } = node.renderedBoundingBox({ includeOverlays: false });
      return { x: x1, y: y1, width: w, height: h };
    },
  };
}
