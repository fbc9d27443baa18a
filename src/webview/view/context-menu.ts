import { codicon, element } from './dom.js';

export interface ContextItem {
  readonly icon: string;
  readonly text: string;
  readonly act: () => void;
  /** A line is drawn above it. */
  readonly begins?: true;
}

/** What can be done with what was pointed at. Keys as the ARIA Authoring Practices Guide says for menus. */
export interface ContextMenu {
  readonly root: HTMLElement;
  /** @param at from the left upper corner of the pane that it lies in */
  open(label: string, items: readonly ContextItem[], at: { readonly x: number; readonly y: number }): void;
  close(): void;
}

export function createContextMenu(pane: HTMLElement, onClosed: () => void): ContextMenu {
  const root = element('div', { class: 'menu context', role: 'menu', hidden: '' });

  function close(returnsFocus: boolean): void {
    if (root.hidden) return;
    root.hidden = true;
    root.replaceChildren();
    if (returnsFocus) onClosed();
  }
  const entries = (): readonly HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[role=menuitem]')];

  root.addEventListener('keydown', (event) => {
    const all = entries();
    const index = all.findIndex((entry) => entry === document.activeElement);
    const first = event.key.toLowerCase();
    const byLetter =
      first.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
        ? [...all.slice(index + 1), ...all].find((entry) =>
            entry.textContent.trim().toLowerCase().startsWith(first),
          )
        : undefined;
    if (event.key === 'Escape' || event.key === 'Tab') close(true);
    else if (event.key === 'ArrowDown') all.at((index + 1) % all.length)?.focus();
    else if (event.key === 'ArrowUp') all.at(Math.max(index, 0) - 1)?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all.at(-1)?.focus();
    else if (byLetter) byLetter.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) close(false);
  });

  function entry({ icon, text, act, begins }: ContextItem): readonly HTMLElement[] {
    const item = element(
      'button',
      { type: 'button', role: 'menuitem', tabindex: '-1' },
      codicon(icon),
      element('span', {}, text),
    );
    item.addEventListener('click', () => {
      close(true);
      act();
    });
    return begins ? [element('div', { role: 'separator' }), item] : [item];
  }

  return {
    root,
    open(label, items, at) {
      if (items.length === 0) return;
      root.setAttribute('aria-label', label);
      root.replaceChildren(...items.flatMap(entry));
      root.hidden = false;
      // In a corner it is as wide as its words; at the right border they would be broken before it is moved.
      root.style.left = '0';
      root.style.top = '0';
      const { offsetWidth: width, offsetHeight: height } = root;
      root.style.left = `${Math.max(2, Math.min(at.x, pane.clientWidth - width - 2))}px`;
      root.style.top = `${Math.max(2, Math.min(at.y, pane.clientHeight - height - 2))}px`;
      root.style.maxHeight = `${pane.clientHeight - 4}px`;
      entries()[0]?.focus();
    },
    close: () => close(false),
  };
}
