import { formatPlan, type Plan, type PlanTone } from '../deploy/index.js';
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

export function planText(terminal: Terminal, plan: Plan): string {
  return formatPlan(plan, {
    path: pathFrom(terminal.cwd),
    paint: (text, tone) => paint(text, COLOURS[tone], terminal.colours),
  });
}
