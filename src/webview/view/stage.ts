import { element } from './dom.js';

/** Where the picture is drawn, and what lies over it. */
export interface Stage {
  readonly root: HTMLElement;
  /** Takes the keyboard. */
  readonly drawing: HTMLElement;
  readonly focus: () => void;
}

export function createStage(): Stage {
  const drawing = element('div', {
    class: 'drawing',
    tabindex: '0',
    role: 'application',
    'aria-label':
      'Topology. Arrow keys go from device to device, Enter shows the text, space opens and closes a host, F lets a device fail, Shift+F10 opens the menu, plus, minus and 0 zoom, Escape lets go.',
  });
  const focus = (): void => drawing.focus({ preventScroll: true });
  // Cytoscape takes the focus away when the mouse goes down; a click shall give it, as everywhere else.
  drawing.addEventListener('pointerup', focus);
  return { root: element('div', { class: 'stage' }, drawing), drawing, focus };
}
