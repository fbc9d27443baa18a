import { visibleText } from '../../model/index.js';
import type { Severity } from '../../model/index.js';
import { markWords } from '../../topology/index.js';
import type { Box, GraphNode } from '../../topology/index.js';
import { codicon, element } from './dom.js';

const SEVERITY_ICONS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'info',
  hint: 'lightbulb',
};

/** Milliseconds; shorter, and it flickers while the mouse crosses the picture. */
const DELAY = 300;
const GAP = 8;

/** Everything that is known of a node, beside it. */
export interface Tooltip {
  show(node: GraphNode, box: Box, isAtOnce: boolean): void;
  hide(): void;
}

export function createTooltip(pane: HTMLElement): Tooltip {
  const tip = element('div', { class: 'tooltip', role: 'tooltip', id: 'tooltip', hidden: '' });
  pane.append(tip);
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Below the node where there is room, else above it; never over the edge of the pane. */
  function place(box: Box): void {
    tip.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = tip;
    const [paneWidth, paneHeight] = [pane.clientWidth, pane.clientHeight];
    const below = box.y + box.height + GAP;
    const above = box.y - GAP - height;
    const top =
      below + height <= paneHeight ? below : above >= 0 ? above : Math.max(0, paneHeight - height - GAP);
    tip.style.left = `${Math.max(GAP, Math.min(box.x, paneWidth - width - GAP))}px`;
    tip.style.top = `${top}px`;
  }

  function hide(): void {
    clearTimeout(timer);
    tip.hidden = true;
  }

  window.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
  });
  return {
    show(node, box, isAtOnce) {
      clearTimeout(timer);
      const open = (): void => {
        tip.replaceChildren(...describe(node));
        place(box);
      };
      if (isAtOnce) open();
      else {
        tip.hidden = true;
        timer = setTimeout(open, DELAY);
      }
    },
    hide,
  };
}

function describe(node: GraphNode): readonly HTMLElement[] {
  const kind = node.details.find(({ name }) => name === 'kind')?.value;
  const title = element('div', { class: 'title' }, element('strong', {}, visibleText(node.label)));
  if (kind !== undefined) title.append(element('span', { class: 'kind' }, visibleText(kind)));
  const parts: HTMLElement[] = [title];
  for (const { severity, text, code } of node.badge?.messages ?? []) {
    const message = element('div', { class: `message ${severity}` }, codicon(SEVERITY_ICONS[severity]));
    message.append(element('span', {}, text, ' ', element('span', { class: 'code' }, code)));
    parts.push(message);
  }
  for (const mark of node.overlay ?? []) {
    const row = element('div', { class: `mark-row ${mark.sign}` });
    row.append(element('strong', {}, visibleText(markWords(mark))));
    parts.push(row);
    for (const { name, value } of mark.details ?? []) {
      parts.push(element('div', { class: 'mark-detail' }, visibleText(`${name}: ${value}`)));
    }
  }
  if (node.stale) {
    const note = 'The text cannot be read at the moment; this is how it was last.';
    parts.push(element('div', { class: 'note' }, note));
  }
  if (node.documentation !== undefined) {
    parts.push(element('div', { class: 'documentation' }, node.documentation));
  }
  const list = element('dl');
  for (const { name, value } of node.details) {
    if (name === 'kind') continue;
    list.append(element('dt', {}, visibleText(name)), element('dd', {}, visibleText(value)));
  }
  if (list.childElementCount > 0) parts.push(list);
  if (node.origin) parts.push(element('div', { class: 'note' }, 'Click to see it in the text'));
  return parts;
}
