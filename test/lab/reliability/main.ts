/**
 * `npm run reliability -- [--seed N] [--trials N] [--change NAME,NAME] [--fault NAME] [--crowded] [--report]`: tries faults on
 * lab hosts, keeps the results, and writes docs/reliability.md of all that were got with these sources. Where other work goes
 * on beside it (`--crowded`; a second run, say), outages are not kept: they would be that work's.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { labAvailability } from '../../../lab/index.js';
import { root } from '../../architecture/imports.js';
import { unannounced } from './announced.js';
import { Bench } from './bench.js';
import type { Change } from './change.js';
import { FAULTS } from './fault.js';
import { changesOf, mistakesOf, trialsOf, type Selection } from './matrix.js';
import { ARMED } from './moment.js';
import { record, recorded, sourcesDigest, type Recorded } from './record.js';
import { describe, formatReport } from './report.js';
import { runTrial, type TrialPlan } from './trial.js';

const VERSIONS = [
  'Debian 13',
  'kernel 6.12',
  'NetworkManager 1.52',
  'libvirt 11.3',
  'firewalld 2.3',
  'systemd 257',
];

const say = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      trials: { type: 'string', default: '20' },
      change: { type: 'string' },
      fault: { type: 'string' },
      crowded: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
    },
  });
  const sources = await sourcesDigest();
  if (!values.report) {
    const availability = await labAvailability();
    if (!availability.available) {
      console.error(availability.reason);
      return 2;
    }
    await runMatrix(sources, values.crowded, {
      seed: Number(values.seed),
      trials: Number(values.trials),
      ...(values.change !== undefined && { changes: values.change.split(',') }),
      ...(values.fault !== undefined && { fault: values.fault }),
    });
  }
  const results = await recorded(sources);
  const file = join(root, 'docs/reliability.md');
  const text = formatReport(results, { sources, versions: VERSIONS });
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
  return results.some(({ broken }) => broken !== undefined) ? 1 : 0;
}

async function runMatrix(sources: string, crowded: boolean, selection: Selection): Promise<void> {
  await using bench = await Bench.open(say);
  const on = new Date().toISOString().slice(0, 10);
  const attempt = async (trial: TrialPlan): Promise<Recorded> => {
    const found = await runTrial(bench, trial);
    const broken =
      found.broken ??
      (trial.fault.name === 'none' && !crowded ? unannounced(found.gaps, found.announced) : undefined);
    const result = {
      ...found,
      ...(crowded && { gaps: {} }),
      ...(broken !== undefined && { broken }),
      seed: selection.seed,
      on,
    };
    await record(sources, result);
    say(`${describe(result)} ${JSON.stringify(result.gaps)} ${result.seconds} s`);
    if (result.broken !== undefined) console.log(result.broken);
    return result;
  };
  const withoutFault = (change: Change): TrialPlan => {
    const [fault] = FAULTS;
    if (!fault) throw new Error('There are no faults.');
    return { change, fault, moment: ARMED, delay: 0 };
  };
  const changes = changesOf(selection);
  // All of them once before any of them twice: whoever stops early has seen something of each.
  for (const change of changes)
    if (selection.fault === 'none' || !bench.referenceOf(change)) await attempt(withoutFault(change));
  const plans = changes.map((change) => {
    const steps = bench.referenceOf(change)?.steps;
    return steps === undefined ? [] : trialsOf(change, steps, selection, selection.trials);
  });
  const rounds = Array.from({ length: selection.trials }, (_, round) =>
    plans.flatMap((plan) => plan[round] ?? []),
  );
  const trials = rounds.flat().slice(0, selection.trials);
  for (const trial of trials.slice(0, changes.length)) await attempt(trial);
  // A mistake takes as long as its window: three minutes each.
  for (const change of mistakesOf(selection)) await attempt(withoutFault(change));
  for (const trial of trials.slice(changes.length)) await attempt(trial);
}

process.exitCode = await main();
