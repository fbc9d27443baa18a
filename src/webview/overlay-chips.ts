import type { Overlay } from '../topology/index.js';
import type { Chip } from './view/chips.js';

const ICONS: Readonly<Record<Overlay['kind'], string>> = {
  plan: 'checklist',
  state: 'pulse',
  failure: 'debug-disconnect',
};

/** What is laid over the picture, each with a way to be rid of it. */
export const overlayChips = (
  overlays: readonly Overlay[],
  onClear: (kind: Overlay['kind']) => void,
): readonly Chip[] =>
  overlays.map(({ kind, title }) => ({
    icon: ICONS[kind],
    text: title,
    clearLabel: `Take away: ${title}`,
    onClear: () => onClear(kind),
  }));
