import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSites } from '../../src/language/index.js';
import { readSpecimens, type Specimen } from '../../test/language/support/fault-specimens.js';
import { readBlocks } from './blocks.js';
import { findNetplan, type Netplan } from './netplan.js';
import { netplanTwins } from './netplan-twin.js';
import { startYamlServer, YAML } from './yaml-server.js';
import { yamlTwin } from './yaml-twin.js';

interface Contestant {
  readonly name: string;
  /** How many of the faults it finds. Of a valid site: how many complaints it has. */
  readonly found: (specimen: Specimen) => Promise<number>;
}

/**
 * `npm run bench -- faults [--missed NAME]`: how many of the seeded faults are found, and which the contestant whose name
 * begins so does not find. KVMNet has to say the right code at the
 * right line; of the others any complaint about the site counts for all of its faults.
 */
export async function run(args: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-faults-'));
  const yaml = await startYamlServer(folder);
  try {
    const netplan = await findNetplan();
    const contestants: readonly Contestant[] = [
      { name: 'kvmnet', found: foundByUs },
      {
        name: YAML.replace('@', ' '),
        found: async ({ name, text, faults }) =>
          countFor(faults, (await yaml.diagnosticsOf(name, yamlTwin(readBlocks(text)))).length > 0),
      },
      ...(typeof netplan === 'string' ? [] : [netplanContestant(netplan)]),
    ];
    if (typeof netplan === 'string') process.stdout.write(`netplan: skipped, ${netplan}\n\n`);
    await compare(contestants, args[0] === '--missed' ? args[1] : undefined);
  } finally {
    await yaml.client[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  }
}

const netplanContestant = (netplan: Netplan): Contestant => ({
  name: `netplan generate ${netplan.version}`,
  async found({ text, faults }) {
    let complains = false;
    for (const twin of netplanTwins(readBlocks(text))) complains ||= (await netplan.complaints(twin)) !== '';
    return countFor(faults, complains);
  },
});

const countFor = (faults: Specimen['faults'], complains: boolean): number =>
  complains ? Math.max(1, faults.length) : 0;

async function foundByUs({ folder, faults }: Specimen): Promise<number> {
  const loaded = await loadSites([folder]);
  const findings = loaded.ok ? loaded.sites.flatMap((site) => site.findings) : [];
  if (faults.length === 0) return findings.filter(({ severity }) => severity === 'error').length;
  return faults.filter(({ code, line }) =>
    findings.some((finding) => finding.code === code && finding.origin.range.start.line === line),
  ).length;
}

async function compare(contestants: readonly Contestant[], missed: string | undefined): Promise<void> {
  const specimens = readSpecimens('corpus');
  const topics = new Map<string, { readonly seeded: number; readonly found: readonly number[] }>();
  for (const specimen of specimens) {
    const found: number[] = [];
    for (const contestant of contestants) {
      const count = await contestant.found(specimen);
      found.push(count);
      if (contestant.name.startsWith(missed ?? ' ') && count < specimen.faults.length)
        process.stderr.write(`missed: ${specimen.name}\n`);
    }
    const topic = specimen.faults[0]?.code.split('/')[0] ?? '';
    const before = topics.get(topic) ?? { seeded: 0, found: contestants.map(() => 0) };
    topics.set(topic, {
      seeded: before.seeded + specimen.faults.length,
      found: before.found.map((count, i) => count + (found[i] ?? 0)),
    });
  }
  const line = (...cells: readonly (string | number)[]): void => {
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  };
  line('faults about', 'seeded', ...contestants.map(({ name }) => name));
  line('---', '---:', ...contestants.map(() => '---:'));
  for (const [topic, { seeded, found }] of [...topics].sort()) line(topic, seeded, ...found);
  const all = [...topics.values()];
  const seeded = all.reduce((sum, topic) => sum + topic.seeded, 0);
  line(
    '**all**',
    seeded,
    ...contestants.map((_, i) => {
      const sum = all.reduce((total, { found }) => total + (found[i] ?? 0), 0);
      return `${String(sum)} (${((100 * sum) / seeded).toFixed(0)} %)`;
    }),
  );
  const valid = readSpecimens('valid');
  const wrong: number[] = [];
  for (const contestant of contestants) {
    const counts: number[] = [];
    for (const site of valid) counts.push(Math.min(1, await contestant.found(site)));
    wrong.push(counts.reduce((sum, count) => sum + count, 0));
    if (missed !== undefined && contestant.name.startsWith(missed))
      valid.forEach(({ name }, i) => counts[i] && process.stderr.write(`complains about: ${name}\n`));
  }
  line(`valid sites it complains about`, `of ${String(valid.length)}`, ...wrong);
}
