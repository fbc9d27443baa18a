/**
 * `npm run fuzz -- --minutes N --seed S`: breaks texts until the time is over, and tells what broke. Each seed gives the
 * same texts on every machine. The text that is at work lies in a file, so that one that never ends can be found.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { root } from '../../architecture/imports.js';
import { checkEditor, Editor } from './check-editor.js';
import { checkFixes, checkFormatting, checkWholeWay } from './check-text.js';
import { mutants } from './mutants.js';
import { sentences } from './sentences.js';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const end = Date.now() + Number(values.minutes) * 60_000;
const folder = join(root, '.cache/fuzz');
mkdirSync(folder, { recursive: true });

const texts = fc.oneof(
  { weight: 3, arbitrary: mutants.map(({ text }) => text) },
  { weight: 1, arbitrary: sentences() },
);

let editor = new Editor();
const CHECKS: Readonly<Record<string, (text: string) => void | Promise<void>>> = {
  'whole way': checkWholeWay,
  formatting: checkFormatting,
  fixes: checkFixes,
  editor: (text) => checkEditor(editor, text, 25, text.length),
};
/** CPU time that a text of some kilobytes may take in one check. */
const MILLISECONDS_PER_KILOBYTE = 400;

const failures = new Map<string, string>();
let runs = 0;
for (let seed = Number(values.seed); Date.now() < end; seed++) {
  for (const [name, check] of Object.entries(CHECKS)) {
    if (Date.now() >= end) break;
    const result = await fc.check(
      fc.asyncProperty(texts, async (text) => {
        writeFileSync(join(folder, 'current.kvmnet'), text);
        runs++;
        const before = process.cpuUsage();
        await check(text);
        const { user, system } = process.cpuUsage(before);
        const bound = MILLISECONDS_PER_KILOBYTE * (2 + text.length / 1024);
        if ((user + system) / 1000 > bound) throw new Error(`${name} takes ${(user + system) / 1e6} s`);
      }),
      { seed, numRuns: 100, endOnFailure: false, interruptAfterTimeLimit: Math.max(1, end - Date.now()) },
    );
    if (!result.failed || !result.counterexample) continue;
    editor = new Editor();
    const [text] = result.counterexample;
    const error = result.errorInstance;
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const kind = `${name}: ${(said.split('\n')[0] ?? '').replaceAll(/\d+|'[^']*'/g, '_').slice(0, 120)}`;
    if (failures.has(kind)) continue;
    const file = join(folder, `failure-${failures.size + 1}.kvmnet`);
    writeFileSync(file, text);
    failures.set(kind, file);
    console.log(`\nseed ${seed}, ${name}, ${file}\n${text}\n${said.slice(0, 3000)}`);
  }
}
console.log(`\n${runs} texts, ${failures.size} kinds of failures`);
process.exitCode = failures.size === 0 ? 0 : 1;
