import { visibleText } from '../../model/index.js';
import type { ChoicesResult } from '../../protocol/index.js';
import { LAYERS } from '../../topology/index.js';
import type { GraphFilter, Layer } from '../../topology/index.js';
import { button, element } from './dom.js';

export interface FilterMenuEvents {
  readonly onOpen: () => void;
  readonly onChange: (filter: GraphFilter) => void;
}

/** What a person wants to see, as lists to choose from. */
export interface FilterMenu {
  readonly root: HTMLElement;
  showChoices(choices: ChoicesResult): void;
  show(filter: GraphFilter): void;
}

export const LAYER_NAMES: Readonly<Record<Layer, string>> = {
  outside: 'LAN',
  nic: 'NICs',
  bond: 'bonds',
  vlan: 'VLAN devices',
  bridge: 'bridges',
  'virtual-network': 'virtual networks',
  tap: 'TAPs',
  guest: 'guests',
};

/** Beyond this many a list gets a box to narrow it. */
const LONG_LIST = 12;
/** No list shows more than this at once: whoever has more narrows it. */
const MOST = 200;

type ListKey = 'roles' | 'networks' | 'pools' | 'hosts';
const TITLES: Readonly<Record<ListKey, string>> = {
  roles: 'Roles',
  networks: 'Networks',
  pools: 'Pools',
  hosts: 'Hosts',
};

export function createFilterMenu(events: FilterMenuEvents): FilterMenu {
  const panel = element('div', { class: 'menu filter', role: 'group', 'aria-label': 'Filter', hidden: '' });
  const opener = button({ icon: 'filter', label: 'Filter' }, () => setOpen(panel.hidden === true));
  opener.setAttribute('aria-expanded', 'false');
  const root = element('div', { class: 'menu-anchor' }, opener, panel);
  let filter: GraphFilter = {};
  let choices: ChoicesResult | undefined;

  function setOpen(isOpen: boolean): void {
    panel.hidden = !isOpen;
    opener.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) return;
    build();
    events.onOpen();
    panel.querySelector('input')?.focus();
  }

  const change = (next: GraphFilter): void => {
    filter = next;
    events.onChange(next);
  };

  function build(): void {
    const keys: readonly ListKey[] = ['roles', 'networks', 'pools', 'hosts'];
    const place = [...panel.querySelectorAll('input')].findIndex((input) => input === document.activeElement);
    panel.replaceChildren(
      ...keys.flatMap((key) => {
        const names: readonly string[] = choices?.[key] ?? [];
        return names.length === 0 ? [] : [choiceList(key, names)];
      }),
      layerList(),
    );
    if (place >= 0) panel.querySelectorAll('input')[place]?.focus();
  }

  function choiceList(key: ListKey, names: readonly string[]): HTMLElement {
    const list = element('div', { class: 'choices' });
    const fill = (part: string): void => {
      const wanted = names.filter((name) => name.toLowerCase().includes(part.toLowerCase()));
      list.replaceChildren(
        ...wanted.slice(0, MOST).map((name) =>
          choice(
            visibleText(name),
            (filter[key] ?? []).some((one) => one === name),
            (isOn) => {
              const others = (filter[key] ?? []).filter((one) => one !== name);
              change({ ...filter, [key]: isOn ? [...others, name] : others });
            },
          ),
        ),
        ...(wanted.length > MOST ? [element('p', {}, `and ${wanted.length - MOST} more`)] : []),
      );
    };
    fill('');
    const parts: HTMLElement[] = [];
    if (names.length > LONG_LIST) {
      const narrow = element('input', {
        type: 'text',
        placeholder: `Narrow ${names.length} ${TITLES[key].toLowerCase()}`,
        'aria-label': `Narrow the list of ${TITLES[key].toLowerCase()}`,
      });
      narrow.addEventListener('input', () => fill(narrow.value));
      parts.push(narrow);
    }
    return element(
      'fieldset',
      {},
      element('legend', {}, `Only these ${TITLES[key].toLowerCase()}`),
      ...parts,
      list,
    );
  }

  function layerList(): HTMLElement {
    const list = element(
      'div',
      { class: 'choices' },
      ...LAYERS.map((layer) =>
        choice(LAYER_NAMES[layer], filter.hidden?.includes(layer) === true, (isOn) => {
          const others = (filter.hidden ?? []).filter((one) => one !== layer);
          change({ ...filter, hidden: isOn ? [...others, layer] : others });
        }),
      ),
    );
    return element('fieldset', {}, element('legend', {}, 'Hide'), list);
  }

  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || panel.hidden) return;
    setOpen(false);
    opener.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('focusout', ({ relatedTarget }) => {
    if (!panel.hidden && relatedTarget instanceof Node && !root.contains(relatedTarget)) setOpen(false);
  });
  document.addEventListener('pointerdown', ({ target }) => {
    if (!panel.hidden && target instanceof Node && !root.contains(target)) setOpen(false);
  });
  return {
    root,
    showChoices(next) {
      choices = next;
      if (!panel.hidden) {
        build();
        if (!panel.contains(document.activeElement)) panel.querySelector('input')?.focus();
      }
    },
    show(next) {
      const isOther = next !== filter;
      filter = next;
      if (isOther && !panel.hidden) build();
    },
  };
}

function choice(text: string, isOn: boolean, onChange: (isOn: boolean) => void): HTMLElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = isOn;
  box.addEventListener('change', () => onChange(box.checked));
  return element('label', {}, box, text);
}
