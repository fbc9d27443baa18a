import { PERSPECTIVES } from '../../topology/index.js';
import type { Graph, Perspective } from '../../topology/index.js';
import type { ExportFormat } from '../../protocol/index.js';
import { button, codicon, element } from './dom.js';
import { createMenu } from './menu.js';

export interface ToolbarEvents {
  readonly onPerspective: (perspective: Perspective) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onTidy: () => void;
  readonly onFoldAll: (state: 'open' | 'closed') => void;
  readonly onExport: (format: ExportFormat, theme: 'light' | 'dark') => void;
  readonly onCopy: (format: ExportFormat) => void;
  readonly onFind: () => void;
  readonly onLegend: (isOpen: boolean) => void;
  readonly onText: (isOpen: boolean) => void;
  readonly onProblems: () => void;
  /** The button with the lists of what to show. */
  readonly filter: HTMLElement;
}

export interface Toolbar {
  readonly root: HTMLElement;
  show(graph: Graph): void;
  setPerspective(perspective: Perspective): void;
  setLegend(isOpen: boolean): void;
}

const PERSPECTIVE_NAMES: Readonly<Record<Perspective, { readonly icon: string; readonly text: string }>> = {
  networks: { icon: 'globe', text: 'Networks' },
  devices: { icon: 'type-hierarchy', text: 'Devices' },
  commands: { icon: 'terminal', text: 'Commands' },
};

export const ZOOM_STEP = 1.25;

export function createToolbar(events: ToolbarEvents): Toolbar {
  const perspectives = new Map(
    PERSPECTIVES.map((perspective) => {
      const { icon, text } = PERSPECTIVE_NAMES[perspective];
      const label = `${text} perspective`;
      return [perspective, button({ icon, label, text }, () => events.onPerspective(perspective))] as const;
    }),
  );
  const problems = button({ icon: 'error', label: 'Problems' }, events.onProblems);
  problems.className = 'problems';
  const legend = toggle('list-unordered', 'Legend of networks', events.onLegend);
  legend.setAttribute('aria-controls', 'legend');
  const text = toggle('list-tree', 'Show as text', events.onText);
  const exportMenu = createMenu({ icon: 'save-as', label: 'Export picture' }, [
    { text: 'SVG, light', act: () => events.onExport('svg', 'light') },
    { text: 'SVG, dark', act: () => events.onExport('svg', 'dark') },
    { text: 'PNG, light', act: () => events.onExport('png', 'light') },
    { text: 'PNG, dark', act: () => events.onExport('png', 'dark') },
    { text: 'Copy as PNG', act: () => events.onCopy('png') },
    { text: 'Copy as SVG', act: () => events.onCopy('svg') },
  ]);
  const root = element(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Topology preview' },
    element('div', { class: 'group', role: 'group', 'aria-label': 'Perspective' }, ...perspectives.values()),
    element('div', { class: 'space' }),
    problems,
    element(
      'div',
      { class: 'group', role: 'group', 'aria-label': 'View' },
      button({ icon: 'search', label: 'Find (Ctrl+F)' }, events.onFind),
      events.filter,
      button({ icon: 'zoom-out', label: 'Zoom out (-)' }, () => events.onZoom(1 / ZOOM_STEP)),
      button({ icon: 'zoom-in', label: 'Zoom in (+)' }, () => events.onZoom(ZOOM_STEP)),
      button({ icon: 'screen-full', label: 'Fit picture to pane (0)' }, events.onFit),
      button({ icon: 'layout', label: 'Tidy up: place everything afresh' }, events.onTidy),
      button({ icon: 'expand-all', label: 'Open all hosts' }, () => events.onFoldAll('open')),
      button({ icon: 'collapse-all', label: 'Close all hosts' }, () => events.onFoldAll('closed')),
      text,
      legend,
      exportMenu,
    ),
  );
  return {
    root,
    show({ counts }) {
      const parts = [plural(counts.error, 'error'), plural(counts.warning, 'warning')].filter(
        (part) => part !== '',
      );
      problems.hidden = parts.length === 0;
      problems.title = parts.join(', ');
      problems.setAttribute('aria-label', `${parts.join(', ')}: show problems`);
      problems.replaceChildren(
        ...(counts.error > 0 ? [codicon('error'), element('span', {}, String(counts.error))] : []),
        ...(counts.warning > 0 ? [codicon('warning'), element('span', {}, String(counts.warning))] : []),
      );
    },
    setPerspective(perspective) {
      for (const [name, target] of perspectives)
        target.setAttribute('aria-pressed', String(name === perspective));
    },
    setLegend(isOpen) {
      legend.setAttribute('aria-pressed', String(isOpen));
    },
  };
}

const plural = (count: number, word: string): string =>
  count === 0 ? '' : `${count} ${word}${count === 1 ? '' : 's'}`;

function toggle(icon: string, label: string, onChange: (isOn: boolean) => void): HTMLButtonElement {
  const created = button({ icon, label }, () => {
    const isOn = created.getAttribute('aria-pressed') !== 'true';
    created.setAttribute('aria-pressed', String(isOn));
    onChange(isOn);
  });
  created.setAttribute('aria-pressed', 'false');
  return created;
}
