import { visibleText } from '../../model/index.js';
import type { Graph, LegendEntry, Mark } from '../../topology/index.js';
import { element } from './dom.js';

export interface Legend {
  readonly root: HTMLElement;
  show(graph: Graph): void;
  setOpen(isOpen: boolean): void;
}

/** Which number is which network, below the picture. Each is a button: it lights up where that network goes. */
export function createLegend(onPick: (entry: LegendEntry) => void): Legend {
  const list = element('ul', { 'aria-label': 'Networks' });
  const root = element('div', { class: 'legend', id: 'legend' }, list);
  let isOpen = true;
  let shown: readonly LegendEntry[] = [];

  const refresh = (): void => {
    root.hidden = !isOpen || shown.length === 0;
  };
  return {
    root,
    show({ legend }) {
      if (legend === shown) return;
      shown = legend;
      list.replaceChildren(...legend.map((entry) => item(entry, onPick)));
      refresh();
    },
    setOpen(next) {
      isOpen = next;
      refresh();
    },
  };
}

/** The number of a network, as it stands in the picture. */
export const markOf = ({ text, tone }: Mark): HTMLElement =>
  element('span', { class: `mark tone-${tone}` }, text);

function item(entry: LegendEntry, onPick: (entry: LegendEntry) => void): HTMLElement {
  const row = element(
    'button',
    { type: 'button', title: 'Show where this network goes' },
    markOf(entry),
    element('span', { class: 'name' }, visibleText(entry.name)),
    element('span', { class: 'summary' }, visibleText(entry.summary)),
  );
  row.addEventListener('click', () => onPick(entry));
  return element('li', {}, row);
}
