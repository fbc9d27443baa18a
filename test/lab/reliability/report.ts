import { CHANGES, MISTAKES } from './change.js';
import { FAULTS } from './fault.js';
import type { Recorded } from './record.js';
import type { Probe } from './traffic.js';

export interface ReportSubject {
  /** Of the engine that runs on hosts. */
  readonly sources: string;
  readonly versions: readonly string[];
}

/** docs/reliability.md: what was truly tried, and what came of it. */
export function formatReport(results: readonly Recorded[], { sources, versions }: ReportSubject): string {
  const broken = results.filter((result) => result.broken !== undefined);
  const kept = results.filter(({ notLetGo }) => notLetGo);
  return `${[
    '# Reliability: faults tried on real hosts',
    '',
    'Written by `npm run reliability`; do not edit. What is tried and how it is judged: [lab.md](lab.md#faults).',
    '',
    '|  |  |',
    '| --- | --- |',
    `| trials | ${results.length} |`,
    `| ended on the old configuration | ${count(results, 'old')} |`,
    `| ended on the new configuration | ${count(results, 'new')} |`,
    `| ended in between | ${count(results, 'in between')} |`,
    `| ended unreachable | ${count(results, 'unreachable')} |`,
    `| said otherwise than it was, or not as it has to be | ${broken.length} |`,
    `| seeds | ${[...new Set(results.map(({ seed }) => seed))].sort((a, b) => a - b).join(', ')} |`,
    `| on | ${[...new Set(results.map(({ on }) => on))].sort().join(', ')} |`,
    `| hosts | ${versions.join(', ')} |`,
    `| the engine on the host, and the way of trying (digest) | \`${sources}\` |`,
    '',
    '“Old” and “new” are the whole of it: profiles, links, addresses, routes, VLANs of bridges and TAPs, libvirt’s networks and',
    'guests’ NICs as defined and as they run, firewalld’s files and zones, settings of the kernel. One thing is not asked for: a',
    'NIC that a running guest is to lose needs the guest to let go. The guests of the lab have no operating system and never do;',
    `the NIC is then without link and without bridge until the guest’s next power cycle (${kept.length} trials ended so).`,
    '',
    '## By change',
    '',
    'Outages are the longest time without an answer, with a ping each 100 ms, in trials that ended well and without a fault at',
    'the host: of the host’s way to the gateway of its management network; of a guest over both hosts; of a guest to the',
    'gateway of its NAT network. “Said” is what the plan announces for it, all steps together. Hosts are emulated: a tenth of',
    'their speed and less.',
    '',
    ...table(
      [
        'change',
        'trials',
        'old',
        'new',
        'in between',
        'unreachable',
        'management s',
        'said',
        'guest s',
        'said',
        'NAT guest s',
        'said',
      ],
      [...CHANGES, ...MISTAKES]
        .map(({ name, title }) => ({ title, own: results.filter(({ change }) => change === name) }))
        .filter(({ own }) => own.length > 0)
        .map(({ title, own }) => [
          title,
          ...counts(own),
          ...(['management', 'tenant', 'nat'] as const).flatMap((probe) => [
            gapOf(own, probe),
            announcedOf(own, probe),
          ]),
        ]),
    ),
    '',
    '## By fault',
    '',
    'The last columns: how many of them came while the bundle was sent, once the host was armed, at a step of the plan, when all',
    'was in force, while it was made permanent, and after the decision.',
    '',
    ...table(
      ['fault', 'trials', 'old', 'new', 'in between', 'unreachable', ...MOMENTS],
      FAULTS.map(({ name, title }) => ({ title, own: results.filter(({ fault }) => fault === name) }))
        .filter(({ own }) => own.length > 0)
        .map(({ title, own }) => [title, ...counts(own), ...momentsOf(own)]),
    ),
    ...(broken.length === 0
      ? []
      : ['', '## Broken promises', '', ...broken.map((result) => `- ${describe(result)}`)]),
  ].join('\n')}\n`;
}

export const describe = ({ change, fault, moment, delay, end, said, broken = '' }: Recorded): string =>
  `${change}, ${fault} at ${moment} + ${delay} ms: ${end}, said ${said}: ${broken.split('\n')[0] ?? ''}`;

const count = (results: readonly Recorded[], end: Recorded['end']): number =>
  results.filter((result) => result.end === end).length;

const counts = (results: readonly Recorded[]): readonly string[] => [
  String(results.length),
  ...(['old', 'new', 'in between', 'unreachable'] as const).map((end) => String(count(results, end))),
];

function gapOf(results: readonly Recorded[], probe: Probe): string {
  const gaps = results
    .filter(({ fault, end }) => fault === 'none' && end === 'new')
    .flatMap(({ gaps: { [probe]: gap } }) => (gap === undefined ? [] : [gap]));
  return gaps.length === 0 ? '–' : Math.max(...gaps).toFixed(1);
}

function announcedOf(results: readonly Recorded[], probe: Probe): string {
  const all = results.filter(({ fault }) => fault === 'none').map(({ announced }) => announced[probe]);
  if (all.length === 0) return '–';
  // JSON has no infinity.
  const most = Math.max(...all.map((seconds: number | null) => seconds ?? Infinity));
  return most === Infinity ? 'for good' : String(most);
}

/** When a fault came, as the columns have it; any of a plan's steps is one of them. */
const MOMENTS = ['arming', 'armed', 'a step', 'applied', 'committing', 'decided'];

const momentsOf = (results: readonly Recorded[]): readonly string[] =>
  MOMENTS.map((name) => {
    const own = results.filter(({ moment }) => moment.replace(/^step \d+$/, 'a step') === name);
    return own.length === 0 ? '' : String(own.length);
  });

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
