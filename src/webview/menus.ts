import { speak } from '../topology/index.js';
import type { Box, GraphNode, Picture } from '../topology/index.js';
import { actionsFor } from './node-actions.js';
import type { NodeActions } from './node-actions.js';
import { createContextMenu } from './view/context-menu.js';
import type { ContextItem } from './view/context-menu.js';

interface Place {
  readonly x: number;
  readonly y: number;
}

const CORNER: Place = { x: 8, y: 8 };
/** Pixels from the corner of a node to the menu that was opened with a key: the node's name stays visible. */
const INSET = { x: 40, y: 24 } as const;

/** Everything that the menu of the picture may be asked to do. */
export interface MenusEvents extends Omit<NodeActions, 'graph' | 'commands'> {
  readonly picture: () => Picture | undefined;
  readonly commands: () => NodeActions['commands'];
  readonly pictureActions: readonly ContextItem[];
  readonly onClosed: () => void;
}

/** The menu of a node, and that of the picture where there is none. */
export interface Menus {
  readonly root: HTMLElement;
  /** @param at from the left upper corner of the drawing */
  open(node: GraphNode | undefined, at: Place): void;
  /** @param box where the node is drawn, from the left upper corner of the drawing */
  openByKey(node: GraphNode | undefined, box: Box | undefined): void;
}

export function createMenus(stage: HTMLElement, events: MenusEvents): Menus {
  const menu = createContextMenu(stage, events.onClosed);
  // The browser's own menu has nothing to say about a drawing.
  stage.addEventListener('contextmenu', (event) => event.preventDefault());
  function open(node: GraphNode | undefined, at: Place): void {
    const picture = events.picture();
    if (!picture) return;
    if (!node) menu.open('Picture', events.pictureActions, at);
    else {
      const { graph } = picture;
      menu.open(speak(node), actionsFor(node, { ...events, graph, commands: events.commands() }), at);
    }
  }
  return {
    root: menu.root,
    open,
    openByKey: (node, box) =>
      open(
        node,
        box ? { x: box.x + Math.min(box.width, INSET.x), y: box.y + Math.min(box.height, INSET.y) } : CORNER,
      ),
  };
}
