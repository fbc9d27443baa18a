import { button, element } from './dom.js';

export interface FindEvents {
  readonly onQuery: (query: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
}

/** A search box over the picture, as the editor has one over the text. */
export interface FindWidget {
  readonly root: HTMLElement;
  open(query: string): void;
  /** As it was before the window was loaded anew: open, but without the keyboard. */
  restore(query: string): void;
  close(): void;
  isOpen(): boolean;
  /** @param current 0-based; undefined: none is chosen yet */
  showCount(current: number | undefined, total: number): void;
}

/** Milliseconds after the last key: a large picture is not searched with every one. */
const DELAY = 120;

export function createFindWidget(events: FindEvents): FindWidget {
  const input = element('input', {
    type: 'text',
    spellcheck: 'false',
    placeholder: 'Name, MAC, IP or VLAN 13',
    'aria-label': 'Find in the picture by name, MAC, IP address or VLAN',
  });
  const count = element('span', { class: 'count', role: 'status' });
  const root = element(
    'div',
    { class: 'find', role: 'search', hidden: '' },
    input,
    count,
    button({ icon: 'arrow-up', label: 'Previous match (Shift+Enter)' }, () => events.onStep(-1)),
    button({ icon: 'arrow-down', label: 'Next match (Enter)' }, () => events.onStep(1)),
    button({ icon: 'close', label: 'Close (Escape)' }, () => events.onClose()),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    clearTimeout(timer);
    events.onQuery(input.value);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(send, DELAY);
  });
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') events.onClose();
    else if (event.key === 'Enter' && event.target === input) {
      send();
      events.onStep(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    root,
    open(query) {
      root.hidden = false;
      input.value = query;
      input.focus();
      input.select();
    },
    restore(query) {
      root.hidden = false;
      input.value = query;
    },
    close() {
      clearTimeout(timer);
      root.hidden = true;
    },
    isOpen: () => !root.hidden,
    showCount(current, total) {
      const text =
        input.value.trim() === ''
          ? ''
          : total === 0
            ? 'No results'
            : `${current === undefined ? '?' : current + 1} of ${total}`;
      count.textContent = text;
      root.classList.toggle('nothing', text === 'No results');
    },
  };
}
