import { visibleText } from '../../model/index.js';
import { textTree } from '../../topology/index.js';
import type { Graph, TextNode } from '../../topology/index.js';
import { element } from './dom.js';

/** The picture in words: for screen readers, and for whoever would rather read. Built only while it is open. */
export interface TextTree {
  readonly root: HTMLElement;
  show(graph: Graph): void;
  setOpen(isOpen: boolean): void;
  select(ids: readonly string[]): void;
}

export interface TextTreeEvents {
  readonly onFocus: (id: string) => void;
  readonly onOpen: (id: string) => void;
  /** Opens a closed frame. */
  readonly onFold: (id: string) => void;
}

export function createTextTree(events: TextTreeEvents): TextTree {
  const tree = element('ul', { role: 'tree', 'aria-label': 'Topology as text' });
  const root = element('div', { class: 'text-tree', hidden: '' }, tree);
  let graph: Graph | undefined;
  let isOpen = false;
  let current: string | undefined;

  const items = (): readonly HTMLElement[] =>
    [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')].filter(
      (candidate) => candidate.offsetParent !== null,
    );
  const itemOf = (id: string): HTMLElement | undefined => items().find(({ dataset }) => dataset.id === id);

  function makeCurrent(target: HTMLElement | undefined): void {
    for (const old of tree.querySelectorAll<HTMLElement>('[tabindex="0"]')) old.tabIndex = -1;
    const chosen = target ?? items()[0];
    if (chosen) chosen.tabIndex = 0;
    current = chosen?.dataset.id;
  }

  function build(): void {
    if (!graph || !isOpen) return;
    const hadFocus = tree.contains(document.activeElement);
    tree.replaceChildren(...textTree(graph).map((node) => itemFor(node, 1)));
    const target = current === undefined ? undefined : itemOf(current);
    makeCurrent(target);
    if (hadFocus) (target ?? items()[0])?.focus();
  }

  function itemFor(node: TextNode, level: number): HTMLElement {
    const item = element('li', {
      role: 'treeitem',
      'data-id': node.id,
      'aria-level': String(level),
      tabindex: '-1',
      'aria-selected': 'false',
    });
    item.append(element('span', { class: 'label' }, visibleText(node.text)));
    if (node.folding === 'closed') {
      item.setAttribute('aria-expanded', 'false');
      item.dataset.closed = '';
    }
    if (node.children.length > 0 && node.folding !== 'closed') {
      item.setAttribute('aria-expanded', 'true');
      item.append(
        element('ul', { role: 'group' }, ...node.children.map((child) => itemFor(child, level + 1))),
      );
    }
    return item;
  }

  function focusOn(target: HTMLElement | undefined): void {
    if (!target) return;
    makeCurrent(target);
    target.focus();
    events.onFocus(target.dataset.id ?? '');
  }

  const expand = (target: HTMLElement, isExpanded: boolean): void => {
    if (target.hasAttribute('aria-expanded')) target.setAttribute('aria-expanded', String(isExpanded));
  };
  const parentOf = (target: HTMLElement): HTMLElement | undefined =>
    target.parentElement?.closest<HTMLElement>('[role=treeitem]') ?? undefined;

  /** Keys of the tree pattern of the ARIA Authoring Practices Guide. */
  function onKey(event: KeyboardEvent): void {
    const target = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]');
    if (!target) return;
    const visible = items();
    const index = visible.indexOf(target);
    const isExpanded = target.getAttribute('aria-expanded');
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focusOn(visible[index + 1]),
      ArrowUp: () => focusOn(visible[index - 1]),
      Home: () => focusOn(visible[0]),
      End: () => focusOn(visible.at(-1)),
      ArrowRight: () => {
        if (target.dataset.closed !== undefined) events.onFold(target.dataset.id ?? '');
        else if (isExpanded === 'false') expand(target, true);
        else focusOn(visible[index + 1]);
      },
      ArrowLeft: () => (isExpanded === 'true' ? expand(target, false) : focusOn(parentOf(target))),
      Enter: () => events.onOpen(target.dataset.id ?? ''),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  tree.addEventListener('keydown', onKey);
  tree.addEventListener('click', (event) => {
    const target = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]');
    if (target) focusOn(target);
  });
  return {
    root,
    show(next) {
      if (next === graph) return;
      graph = next;
      build();
    },
    setOpen(next) {
      isOpen = next;
      root.hidden = !next;
      if (next) build();
      else tree.replaceChildren();
    },
    select(ids) {
      for (const item of tree.querySelectorAll('[role=treeitem]')) {
        item.setAttribute('aria-selected', String(ids.includes((item as HTMLElement).dataset.id ?? '')));
      }
    },
  };
}
