import { visibleText } from '../../model/index.js';
import type { PacketPath, PathHop } from '../../topology/index.js';
import { button, codicon, element } from './dom.js';
import { markOf } from './legend.js';

export interface PathStripEvents {
  readonly onHop: (hop: PathHop) => void;
  readonly onCopy: (text: string) => void;
  readonly onClose: () => void;
}

/** The way of a packet in words, beside the picture: what it passes, and what it looks like there. */
export interface PathStrip {
  readonly root: HTMLElement;
  show(path: PacketPath | undefined): void;
}

const ICONS: Readonly<Record<PathHop['kind'], string>> = {
  'guest-nic': 'vm',
  guest: 'vm',
  tap: 'plug',
  bridge: 'arrow-swap',
  vlan: 'tag',
  bond: 'git-merge',
  nic: 'circuit-board',
  outside: 'cloud',
  'virtual-network': 'globe',
  plug: 'plug',
  host: 'server',
  pool: 'layers',
  group: 'layers',
  unplaced: 'question',
  network: 'type-hierarchy',
  member: 'circle-small',
  command: 'terminal',
  line: 'terminal',
  end: 'circle-slash',
};

export function createPathStrip(events: PathStripEvents): PathStrip {
  const title = element('h2');
  const summary = element('p', { class: 'summary' });
  const list = element('ol', { class: 'hops' });
  const root = element('section', { class: 'path', 'aria-label': 'Way of a packet', hidden: '' });
  let shown: PacketPath | undefined;
  const copy = button({ icon: 'copy', label: 'Copy the way as text' }, () => {
    if (shown) events.onCopy(textOf(shown));
  });
  const close = button({ icon: 'close', label: 'Stop following' }, events.onClose);
  root.append(element('div', { class: 'head' }, title, copy, close), summary, list);
  return {
    root,
    show(path) {
      if (path === shown) return;
      const hadFocus = list.contains(document.activeElement);
      const place = [...list.children].findIndex((item) => item.contains(document.activeElement));
      shown = path;
      root.hidden = !path;
      title.textContent = path ? visibleText(path.title) : '';
      summary.textContent = path ? visibleText(path.summary) : '';
      summary.classList.toggle('broken', path?.hops.some(({ isBroken }) => isBroken) === true);
      list.replaceChildren(...(path?.hops ?? []).map((hop) => hopItem(hop, events)));
      if (hadFocus) list.children.item(Math.max(0, place))?.querySelector('button')?.focus();
    },
  };
}

function hopItem(hop: PathHop, events: PathStripEvents): HTMLElement {
  const { kind, label, depth, marks, isBroken } = hop;
  const name = element('span', { class: 'name' }, visibleText(label));
  const first = element('span', { class: 'first' }, name, ...marks.map(markOf));
  const facts = factsOf(hop);
  const words = element('span', { class: 'words' }, first);
  if (facts.length > 0) words.append(element('span', { class: 'facts' }, visibleText(facts.join(' · '))));
  const row = element('button', { type: 'button' }, codicon(ICONS[kind]), words);
  row.addEventListener('click', () => events.onHop(hop));
  const classes = ['hop', `depth-${Math.min(depth, 3)}`, kind, ...(isBroken ? ['broken'] : [])];
  return element('li', { class: classes.join(' ') }, row);
}

const factsOf = ({ frames, mtu, notes }: PathHop): readonly string[] => [
  ...(frames === undefined ? [] : [frames]),
  ...(mtu === undefined ? [] : [`MTU ${mtu}`]),
  ...notes,
];

const textOf = (path: PacketPath): string =>
  [
    path.title,
    path.summary,
    ...path.hops.map((hop) => {
      const facts = factsOf(hop);
      const rest = facts.length > 0 ? `: ${facts.join(', ')}` : '';
      return visibleText(`${'  '.repeat(hop.depth + 1)}${hop.label}${rest}`);
    }),
    '',
  ].join('\n');
