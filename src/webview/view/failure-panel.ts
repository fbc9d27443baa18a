import { visibleText } from '../../model/index.js';
import type { FailureLine, FailureReport } from '../../topology/index.js';
import { button, codicon, element } from './dom.js';

export interface FailurePanelEvents {
  readonly onPick: (id: string) => void;
  /** It works again. */
  readonly onRepair: (id: string) => void;
  readonly onReset: () => void;
}

/** What fails, and what that leads to, in words. */
export interface FailurePanel {
  readonly root: HTMLElement;
  show(report: FailureReport | undefined): void;
}

const LOOKS: Readonly<Record<FailureLine['severity'], { readonly icon: string; readonly word: string }>> = {
  survives: { icon: 'pass', word: 'survives' },
  degraded: { icon: 'warning', word: 'weaker' },
  lost: { icon: 'error', word: 'lost' },
};

export function createFailurePanel(events: FailurePanelEvents): FailurePanel {
  const failed = element('ul', { class: 'failed', 'aria-label': 'Taken to have failed' });
  const summary = element('p', { class: 'summary', role: 'status' });
  const lines = element('ul', { class: 'consequences', 'aria-label': 'What follows' });
  const hint = element(
    'p',
    { class: 'hint' },
    'Right-click more, or press F on them, to let them fail as well.',
  );
  const root = element(
    'section',
    { class: 'failure', 'aria-label': 'What if this fails', hidden: '' },
    element(
      'div',
      { class: 'head' },
      element('h2', {}, 'What if this fails'),
      button({ icon: 'discard', label: 'Nothing fails: reset', text: 'Reset' }, events.onReset),
    ),
    failed,
    summary,
    lines,
    hint,
  );
  return {
    root,
    show(report) {
      const hadFocus = root.contains(document.activeElement);
      root.hidden = !report || report.failed.length === 0;
      failed.replaceChildren(
        ...(report?.failed ?? []).map(({ id, text }) =>
          element(
            'li',
            {},
            codicon('debug-disconnect'),
            element('span', {}, visibleText(text)),
            button({ icon: 'close', label: `${visibleText(text)} works again` }, () => events.onRepair(id)),
          ),
        ),
      );
      summary.textContent = report ? visibleText(report.summary) : '';
      lines.replaceChildren(...(report?.lines ?? []).map((line) => lineItem(line, events)));
      if (hadFocus && !root.hidden && !root.contains(document.activeElement))
        root.querySelector('button')?.focus();
    },
  };
}

function lineItem({ severity, text, id }: FailureLine, events: FailurePanelEvents): HTMLElement {
  const { icon, word } = LOOKS[severity];
  const row = element(
    'button',
    { type: 'button' },
    codicon(icon),
    element('span', { class: 'spoken' }, `${word}: `),
    element('span', {}, visibleText(text)),
  );
  row.addEventListener('click', () => events.onPick(id));
  return element('li', { class: severity }, row);
}
