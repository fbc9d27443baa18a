import { button, element } from './dom.js';

/** What stands in place of a picture, or above it. */
export interface Notices {
  /** Over the empty pane: why there is nothing to see, and what to write. */
  readonly empty: HTMLElement;
  /** Above the picture: something went wrong; the picture stays. */
  readonly problem: HTMLElement;
  showReading(): void;
  showNoHosts(): void;
  showNothing(reason: string): void;
  hideEmpty(): void;
  showProblem(message: string): void;
}

export function createNotices(): Notices {
  const empty = element('div', { class: 'empty', role: 'status' });
  const text = element('span');
  const problem = element('div', { class: 'problem', role: 'alert', hidden: '' }, text);
  problem.append(
    button({ icon: 'close', label: 'Dismiss' }, () => {
      problem.hidden = true;
    }),
  );
  const fill = (...children: readonly Node[]): void => {
    empty.replaceChildren(...children);
    empty.hidden = false;
  };
  return {
    empty,
    problem,
    showReading: () => fill(element('p', {}, 'Reading the site…')),
    showNoHosts: () =>
      fill(
        element('p', { class: 'title' }, 'No hosts yet'),
        element('p', {}, 'Write one, and it appears here:'),
        element('pre', {}, 'host kvm1 {\n  nic eth0\n}'),
      ),
    showNothing: (reason) => fill(element('p', {}, reason)),
    hideEmpty: () => {
      empty.hidden = true;
    },
    showProblem: (message) => {
      text.textContent = message;
      problem.hidden = false;
    },
  };
}
