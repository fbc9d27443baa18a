import { button, element } from './dom.js';
import type { ButtonOptions } from './dom.js';

export interface MenuItem {
  readonly text: string;
  readonly act: () => void;
}

/** A button that opens a list of actions; keys as the ARIA Authoring Practices Guide says for menu buttons. */
export function createMenu(options: ButtonOptions, items: readonly MenuItem[]): HTMLElement {
  const list = element('div', { role: 'menu', 'aria-label': options.label, class: 'menu', hidden: '' });
  const opener = button(options, () => setOpen(list.hidden === true, true));
  opener.setAttribute('aria-haspopup', 'menu');
  opener.setAttribute('aria-expanded', 'false');
  const root = element('div', { class: 'menu-anchor' }, opener, list);
  const entries = items.map(({ text, act }) => {
    const entry = element('button', { type: 'button', role: 'menuitem', tabindex: '-1' }, text);
    entry.addEventListener('click', () => {
      setOpen(false, true);
      act();
    });
    return entry;
  });
  list.append(...entries);

  function setOpen(isOpen: boolean, takesFocus: boolean): void {
    list.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (takesFocus) (isOpen ? entries[0] : opener)?.focus();
  }

  list.addEventListener('keydown', (event) => {
    const index = entries.findIndex((entry) => entry === document.activeElement);
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (event.key === 'Escape') setOpen(false, true);
    else if (step !== undefined) entries.at((index + step) % entries.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!list.hidden && !(relatedTarget instanceof Node && root.contains(relatedTarget)))
      setOpen(false, false);
  });
  return root;
}
