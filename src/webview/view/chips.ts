import { visibleText } from '../../model/index.js';
import { button, codicon, element } from './dom.js';

/** Something that makes the picture other than it would be by itself, and how to be rid of it. */
export interface Chip {
  readonly icon: string;
  readonly text: string;
  /** Spoken and shown for the cross: `Show all hosts`. */
  readonly clearLabel: string;
  readonly onClear: () => void;
}

/** A row below the toolbar that says why the picture looks as it does. Hidden while there is nothing to say. */
export interface Chips {
  readonly root: HTMLElement;
  show(chips: readonly Chip[]): void;
}

export function createChips(): Chips {
  const list = element('ul', { 'aria-label': 'What shapes the picture' });
  const clearAll = button({ icon: 'clear-all', label: 'Clear all', text: 'Clear all' }, () => {
    for (const { onClear } of [...shown]) onClear();
  });
  const root = element('div', { class: 'chips', hidden: '' }, list, clearAll);
  let shown: readonly Chip[] = [];
  return {
    root,
    show(chips) {
      const hadFocus = root.contains(document.activeElement);
      shown = chips;
      root.hidden = chips.length === 0;
      clearAll.hidden = chips.length < 2;
      list.replaceChildren(
        ...chips.map(({ icon, text, clearLabel, onClear }) =>
          element(
            'li',
            { class: 'chip' },
            codicon(icon),
            element('span', {}, visibleText(text)),
            button({ icon: 'close', label: clearLabel }, onClear),
          ),
        ),
      );
      if (hadFocus) list.querySelector('button')?.focus();
    },
  };
}
