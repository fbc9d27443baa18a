import type { Core, NodeSingular } from 'cytoscape';
import type { Box } from '../../topology/index.js';

export interface Viewport {
  readonly zoom: number;
  readonly pan: { readonly x: number; readonly y: number };
}

/** What part of the picture is seen. */
export interface Camera {
  /** All of it, but never larger than life. */
  fit(): void;
  /**
   * What a picture is first seen as: all of it, or, where nothing could be read then, where it begins.
   *
   * @param isText its lines are to be read: that is where the names of hosts alone do not do
   */
  start(isText: boolean): void;
  /** The pane got another size on purpose: fits again unless the person chose what to see. */
  refit(): void;
  /**
   * The pane got another size by a click of the person: as {@link refit}, or goes to what was clicked should that be hidden
   * now. Not before a second click could have come: it shall hit what the first one hit.
   */
  settle(clicked: () => NodeSingular | undefined): void;
  /** Whether the person has not yet chosen what to see. */
  isFitted(): boolean;
  bringIntoView(node: NodeSingular): void;
  /**
   * Goes to a box so that it can be read, unless it can be already.
   *
   * @param isOwn the person did not ask for it: all of it is to be seen, even from farther away than now, and another picture
   *   is seen whole at first
   */
  goNear(box: Box, isOwn: boolean): void;
  /** Whether there is something of these in view. */
  isAnySeen(boxes: readonly Box[]): boolean;
  zoomBy(factor: number): void;
  viewport(): Viewport;
  setViewport(viewport: Viewport): void;
}

const FIT_PADDING = 24;
/** Below this a whole picture shows nothing that could be read, not even the names of hosts. */
const LEAST_START = 0.3;
/** At this the names of closed hosts can be read. */
const LEAST_READABLE = 0.42;
/** Below this a text of 12 pixels cannot be read. */
const READABLE_ZOOM = 0.65;
/** Milliseconds. */
export const MOVE = 220;
/** Milliseconds within which a second click makes a double one: cytoscape's own default. */
const DOUBLE_CLICK = 250;

/** @param onViewport the person, or the window, changed what is seen */
export function createCamera(
  cy: Core,
  container: HTMLElement,
  isStill: () => boolean,
  onViewport: () => void,
): Camera {
  let isFitted = true;
  /** What is done again when the pane gets another size. */
  let again: () => void = () => start(false);
  let isOwnMove = false;

  function ownMove(act: () => void): void {
    isOwnMove = true;
    act();
    isOwnMove = false;
  }

  function showAll(): void {
    cy.resize();
    cy.fit(undefined, FIT_PADDING);
    if (cy.zoom() > 1) {
      cy.zoom(1);
      cy.center();
    }
  }

  function showBeginning(isText: boolean): void {
    showAll();
    if (cy.zoom() >= (isText ? READABLE_ZOOM : LEAST_START)) return;
    const { x1, y1, w } = cy.elements().boundingBox({ includeOverlays: false });
    const fitting = (cy.width() - 2 * FIT_PADDING) / w;
    const zoom = Math.min(1, Math.max(fitting, isText ? READABLE_ZOOM : LEAST_READABLE));
    const x = w * zoom < cy.width() ? (cy.width() - w * zoom) / 2 : FIT_PADDING;
    cy.viewport({ zoom, pan: { x: x - x1 * zoom, y: FIT_PADDING - y1 * zoom } });
  }

  function seen(how: () => void, next: () => void): void {
    if (cy.elements().empty()) return;
    ownMove(how);
    isFitted = true;
    again = next;
    onViewport();
  }
  function fit(): void {
    seen(showAll, fit);
  }
  function start(isText: boolean): void {
    seen(
      () => showBeginning(isText),
      () => start(isText),
    );
  }

  cy.on('viewport', () => {
    if (isOwnMove) return;
    isFitted = false;
    onViewport();
  });
  // Only the person's own resizing fits again: a legend that gets a line more shall not move the picture.
  window.addEventListener('resize', () => {
    if (isFitted) again();
    else ownMove(() => cy.resize());
  });
  new ResizeObserver(() => ownMove(() => cy.resize())).observe(container);

  function bringIntoView(node: NodeSingular): void {
    const view = cy.extent();
    const box = node.boundingBox({ includeOverlays: false });
    const isSeen = box.x1 >= view.x1 && box.x2 <= view.x2 && box.y1 >= view.y1 && box.y2 <= view.y2;
    if (isSeen) return;
    if (isStill()) cy.center(node);
    else cy.animate({ center: { eles: node } }, { duration: MOVE, easing: 'ease-in-out-cubic' });
    isFitted = false;
  }
  let settling: ReturnType<typeof setTimeout> | undefined;

  return {
    fit,
    start,
    refit() {
      if (isFitted) again();
    },
    settle(clicked) {
      clearTimeout(settling);
      settling = setTimeout(() => {
        const node = clicked();
        if (isFitted) fit();
        else if (node) bringIntoView(node);
      }, DOUBLE_CLICK);
    },
    isFitted: () => isFitted,
    bringIntoView,
    goNear({ x, y, width, height }, isOwn) {
      const view = cy.extent();
      const isSeen = x >= view.x1 && x + width <= view.x2 && y >= view.y1 && y + height <= view.y2;
      if (isSeen && cy.zoom() >= READABLE_ZOOM) return;
      const room = { width: cy.width() - 2 * FIT_PADDING, height: cy.height() - 2 * FIT_PADDING };
      const fitting = Math.min(room.width / width, room.height / height, 1);
      const least = isOwn ? READABLE_ZOOM : Math.min(cy.zoom(), 1);
      const zoom = isOwn && fitting >= LEAST_READABLE ? fitting : Math.max(fitting, least);
      // What is larger than the pane is shown from its name on.
      const start = (from: number, size: number, side: number): number =>
        side / 2 - (from + Math.min(size, (side - 2 * FIT_PADDING) / zoom) / 2) * zoom;
      const pan = { x: start(x, width, cy.width()), y: start(y, height, cy.height()) };
      // A movement that takes time would look like the person's own.
      if (isOwn) ownMove(() => cy.viewport({ zoom, pan }));
      else {
        isFitted = false;
        if (isStill()) cy.viewport({ zoom, pan });
        else cy.animate({ zoom, pan }, { duration: MOVE, easing: 'ease-in-out-cubic' });
      }
    },
    isAnySeen(boxes) {
      const view = cy.extent();
      return boxes.some(
        ({ x, y, width, height }) =>
          x < view.x2 && x + width > view.x1 && y < view.y2 && y + height > view.y1,
      );
    },
    zoomBy(factor) {
      const middle = { x: cy.width() / 2, y: cy.height() / 2 };
      cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle });
    },
    viewport: () => ({ zoom: cy.zoom(), pan: { ...cy.pan() } }),
    setViewport({ zoom, pan }) {
      isFitted = false;
      cy.viewport({ zoom, pan: { ...pan } });
    },
  };
}
