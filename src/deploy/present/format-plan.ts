import { assertNever, escapedText, type Origin } from '../../model/index.js';
import type { Impact, Plan, PlannedChange, Step, StepAction } from '../plan/index.js';
import { shownValue } from './shown-value.js';

export type PlanTone = 'added' | 'changed' | 'removed' | 'warning' | 'faint';

export interface PlanTextOptions {
  /** How a file is shown: relative to where the person is. */
  readonly path: (uri: string) => string;
  /** How a person insists where a plan may be forced; a sentence. */
  readonly insist?: string;
  /** Colours a piece of text; without it there are none. */
  readonly paint?: (text: string, tone: PlanTone) => string;
}

export const SIGNS: Readonly<Record<StepAction, { readonly sign: string; readonly tone: PlanTone }>> = {
  add: { sign: '+', tone: 'added' },
  change: { sign: '~', tone: 'changed' },
  remove: { sign: '-', tone: 'removed' },
  'take-over': { sign: '!', tone: 'warning' },
  'give-back': { sign: '<', tone: 'changed' },
};

/** What a person calls each kind of object. */
export const KINDS: Readonly<Record<Step['kind'], string>> = {
  keyfile: 'connection',
  'libvirt-network': 'libvirt network',
  'guest-interface': 'guest interface',
  'firewalld-zone': 'firewalld zone',
  'firewalld-policy': 'firewalld policy',
  sysctl: 'kernel setting',
};

/** The plan as a page to read: what changes, from what to what, because of which line, who notices, how it is undone. */
export function formatPlan(plan: Plan, options: PlanTextOptions): string {
  const paint = painter(options);
  const lines = [
    paint(headline(plan)),
    ...managementLines(plan).map((line) => paint(line)),
    ...plan.refusals.flatMap(({ message, nextStep, forceable }) => [
      paint(`Refused: ${message}`, 'removed'),
      paint(`  ${nextStep}${forceable ? ` (${options.insist ?? '--force insists.'})` : ''}`),
    ]),
    ...plan.notices.map(({ message, origin }) => paint(`Note: ${message}${place(origin, options)}`)),
    ...plan.steps.flatMap((step) => ['', ...stepLines(step, options, paint)]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Names, values and messages come from hosts and files: each piece of a page is escaped before it is painted. */
export function painter({
  paint = (text) => text,
}: Pick<PlanTextOptions, 'paint'>): (text: string, tone?: PlanTone) => string {
  return (text, tone) => (tone ? paint(escapedText(text), tone) : escapedText(text));
}

function headline({ host, steps, from, to, window }: Plan): string {
  if (steps.length === 0) return `${host}: no changes; the host is as the text says.`;
  const count = `${steps.length} step${steps.length === 1 ? '' : 's'}`;
  return `${host}: ${count}, generation ${from} → ${to}. Unless confirmed within ${window} s, the host undoes everything.`;
}

function managementLines({ steps, management }: Plan): readonly string[] {
  const { before, after, address, addressesAfter, proveAt } = management;
  if (steps.length === 0) return [];
  const way = (devices: readonly string[]): string =>
    devices.length === 0 ? 'nothing' : devices.join(' on ');
  const same = before.join() === after.join();
  const reached = address === undefined ? 'This connection' : `This connection (${address})`;
  const now = same
    ? `${reached} goes by ${way(before)}, before and after.`
    : `${reached} goes by ${way(before)}, afterwards by ${way(after)}.`;
  const later = addressesAfter.filter((one) => one !== address);
  return [
    now,
    ...(later.length > 0 ? [`Management addresses afterwards: ${addressesAfter.join(', ')}.`] : []),
    ...(proveAt === undefined ? [] : [`The change is confirmed at ${proveAt}.`]),
  ];
}

function stepLines(
  step: Step,
  options: PlanTextOptions,
  paint: ReturnType<typeof painter>,
): readonly string[] {
  const { sign, tone } = SIGNS[step.action];
  const title = `${sign} ${KINDS[step.kind]} ${step.name}`;
  const cause = step.cause === 'drift' ? ' (the host has drifted)' : '';
  return [
    `${String(step.number).padStart(3)} ${paint(title, tone)}${cause}${paint(place(step.origin, options), 'faint')}`,
    ...changeLines(step, options).map((line) => paint(`      ${line}`)),
    ...step.impacts.map((impact) => `    ${paint(`! ${describeImpact(impact)}`, 'warning')}`),
    paint(`    undo: ${step.undo}`, 'faint'),
  ];
}

function changeLines({ changes, action }: Step, options: PlanTextOptions): readonly string[] {
  const width = Math.min(40, Math.max(0, ...changes.map(({ path }) => path.length)));
  return changes.map((change) => {
    const name = change.path.padEnd(width);
    const where = action === 'change' ? place(change.origin, options) : '';
    return `${name}  ${describeChange(change)}${change.running ? ' (running)' : ''}${where}`;
  });
}

export function describeChange({ before, after }: PlannedChange): string {
  if (before === undefined) return shownValue(after);
  return `${shownValue(before)} → ${shownValue(after)}`;
}

function place(origin: Origin | undefined, { path }: PlanTextOptions): string {
  return origin
    ? `  ${path(origin.uri)}:${origin.range.start.line + 1}:${origin.range.start.character + 1}`
    : '';
}

export const describeImpact = (impact: Impact): string => escapedText(impactText(impact));

function impactText(impact: Impact): string {
  switch (impact.kind) {
    case 'link-flap':
      return `${impact.device} is down for about ${impact.seconds} s`;
    case 'guest-network':
      return impact.seconds === undefined
        ? `guest ${impact.guest} loses network ${impact.network}`
        : `guest ${impact.guest} loses network ${impact.network} for about ${impact.seconds} s`;
    case 'carries-connection':
      return `${impact.device} carries this connection: silence for about ${impact.seconds} s`;
    case 'guest-power-cycle':
      return `guest ${impact.guest} sees it after its next power cycle`;
    case 'firewall-reload':
      return 'firewalld reloads: new connections wait for a moment';
    default:
      return assertNever(impact);
  }
}
