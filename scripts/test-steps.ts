import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, repositoryRoot } from './repository.js';
import { environmentForNpm, runCommand } from './run-command.js';
import type { SetUp } from './set-up.js';
import { failedOne, passedOne, skippedOne, type Outcome } from './test-outcome.js';
import { readVitestReport } from './vitest-report.js';

type Command = readonly [string, ...string[]];

/** A program that passes or fails as a whole; its output is shown if it fails. */
export async function commandStep(...commands: readonly Command[]): Promise<Outcome> {
  for (const argv of commands) {
    const run = await runCommand(argv, { cwd: repositoryRoot, env: environmentForNpm({}) });
    if (run.code === 0) continue;
    process.stdout.write(`${run.output.trimEnd()}\n`);
    return failedOne(`failed: ${shown(argv)} ended with ${run.code}`);
  }
  return passedOne;
}

/** A command as a person would type it in the repository. */
function shown(argv: Command): string {
  const words = argv[0] === process.execPath ? argv.slice(1) : argv;
  return words.join(' ').replaceAll(`${repositoryRoot}/`, '');
}

/** A program of node_modules. */
export function tool(path: string, ...args: readonly string[]): Command {
  return [process.execPath, join(repositoryRoot, 'node_modules', path), ...args];
}

/** Generates again what is generated, and compares what git keeps of it. */
export async function generatedStep(): Promise<Outcome> {
  const before = await changesOfTrackedFiles();
  const generated = await commandStep(['npm', 'run', '--silent', 'generate']);
  if (generated.failed > 0) return generated;
  const after = await changesOfTrackedFiles();
  if (after === before) return passedOne;
  return failedOne('failed: "npm run generate" changes files that are kept in git: commit what it writes');
}

async function changesOfTrackedFiles(): Promise<string> {
  const diff = await runCommand(['git', 'diff', '--no-ext-diff', '--binary'], { cwd: repositoryRoot });
  return fingerprint(diff.output);
}

/** Runs the tests of a vitest project. They are shown as vitest shows them, and counted one by one. */
export async function vitestStep(project: string): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'kvmnet-test-'));
  const report = join(directory, 'report.json');
  const [program, ...args] = tool('vitest/vitest.mjs', 'run', '--project', project);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await new Promise<number>((resolve) => {
    const child = spawn(program, [...args, ...reporters], {
      cwd: repositoryRoot,
      env: environmentForNpm({}),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', () => resolve(127));
    child.on('close', (exitCode) => resolve(exitCode ?? 128));
  });
  const json = await readFile(report, 'utf8').catch(() => undefined);
  await rm(directory, { recursive: true, force: true });
  return readVitestReport(json, code);
}

/** Tests that need something which not every machine can have. Without it they are skipped, with the reason. */
export async function vitestStepWith(project: string, needed: Promise<SetUp<unknown>>): Promise<Outcome> {
  const setUp = await needed;
  if (setUp.kind === 'ready') return vitestStep(project);
  return skippedOne(`skipped: ${project}: ${setUp.reason} ${setUp.nextStep}`.trimEnd());
}
