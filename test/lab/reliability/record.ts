import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../architecture/imports.js';
import type { TrialResult } from './trial.js';

/** One line of the record: what was tried, with what. */
export interface Recorded extends TrialResult {
  readonly seed: number;
  /** ISO 8601, by the day. */
  readonly on: string;
}

const JUDGES = ['change.ts', 'fault.ts', 'host-state.ts', 'moment.ts', 'read-state.sh', 'trial.ts'];

/** Results count for the engine, and the way of trying, that they were got with: whoever changes them starts anew. */
export async function sourcesDigest(): Promise<string> {
  const folder = join(root, 'src/deploy/host-scripts');
  const hash = createHash('sha256');
  const names = (await readdir(folder)).filter((name) => name.startsWith('engine')).sort();
  for (const name of names) hash.update(`${name}\n`).update(await readFile(join(folder, name)));
  for (const name of JUDGES)
    hash.update(`${name}\n`).update(await readFile(join(root, 'test/lab/reliability', name)));
  return hash.digest('hex').slice(0, 12);
}

/** In the repository: results of one machine count on another. */
const FILE = join(root, 'test/lab/reliability/results.jsonl');

/** Adds one; several runs may do so at once. The first one with other sources takes out what counts no more. */
export async function record(sources: string, result: Recorded): Promise<void> {
  const line = (each: Recorded): string => `${JSON.stringify({ sources, ...each })}\n`;
  const text = await readFile(FILE, 'utf8').catch(() => '');
  const before = await recorded(sources);
  if (text.split('\n').length - 1 > before.length) await writeFile(FILE, before.map(line).join(''));
  await appendFile(FILE, line(result));
}

/** Those that were got with these sources; others count no more. */
export async function recorded(sources: string): Promise<readonly Recorded[]> {
  const text = await readFile(FILE, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Recorded & { readonly sources: string })
    .filter((line) => line.sources === sources);
}
