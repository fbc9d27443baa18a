import type { Direction } from './view/keyboard.js';
import { ZOOM_STEP } from './view/toolbar.js';

/** What keys do while the drawing has the focus. */
export interface PictureKeys {
  readonly onMove: (direction: Direction) => void;
  readonly onOpen: () => void;
  readonly onFold: () => void;
  readonly onLetGo: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onFail: () => void;
  readonly onMenu: () => void;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export function listenToKeys(drawing: HTMLElement, keys: PictureKeys): void {
  const actions: Readonly<Record<string, () => void>> = {
    Enter: keys.onOpen,
    ' ': keys.onFold,
    Escape: keys.onLetGo,
    '+': () => keys.onZoom(ZOOM_STEP),
    '=': () => keys.onZoom(ZOOM_STEP),
    '-': () => keys.onZoom(1 / ZOOM_STEP),
    '0': keys.onFit,
    f: keys.onFail,
    F: keys.onFail,
    ContextMenu: keys.onMenu,
  };
  drawing.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    const action =
      event.key === 'F10' && event.shiftKey
        ? keys.onMenu
        : direction
          ? () => keys.onMove(direction)
          : actions[event.key];
    if (!action) return;
    action();
    event.preventDefault();
  });
}

/** Ctrl+F anywhere in the page. */
export function listenToFind(open: () => void): void {
  window.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'f' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    open();
    event.preventDefault();
    event.stopPropagation();
  });
}
