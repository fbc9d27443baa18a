import {
  formatGeneration,
  formatPlan,
  formatStatus,
  type GenerationStory,
  type HostStatus,
  type Plan,
  type PlanTextOptions,
  type PlanTone,
} from '../deploy/index.js';
import { paint, type Colour } from './colour.js';
import { pathFrom } from './reports/located.js';
import type { Terminal } from './terminal.js';

const COLOURS: Readonly<Record<PlanTone, Colour>> = {
  added: 'green',
  changed: 'yellow',
  removed: 'red',
  warning: 'yellow',
  faint: 'grey',
};

const options = (terminal: Terminal): PlanTextOptions => ({
  path: pathFrom(terminal.cwd),
  paint: (text, tone) => paint(text, COLOURS[tone], terminal.colours),
});

export const planText = (terminal: Terminal, plan: Plan): string => formatPlan(plan, options(terminal));

export const statusText = (terminal: Terminal, status: HostStatus): string =>
  formatStatus(status, options(terminal));

export const generationText = (terminal: Terminal, story: GenerationStory): string =>
  formatGeneration(story, options(terminal));
