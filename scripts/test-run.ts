import { parseArgs } from 'node:util';
import { auditStep } from './audit.js';
import { printProgress } from './set-up.js';
import { closingLine, failedOne, total, withoutSkips, type Outcome } from './test-outcome.js';
import { prepare, type Preparations } from './test-preparations.js';
import { commandStep, generatedStep, tool, vitestStep, vitestStepWith } from './test-steps.js';

interface Step {
  readonly name: string;
  run(preparations: Preparations): Promise<Outcome>;
}

/** Cheap and sure ones first; what is built before what is tested built. */
const steps: readonly Step[] = [
  { name: 'generated', run: generatedStep },
  { name: 'format', run: () => commandStep(tool('prettier/bin/prettier.cjs', '--check', '.')) },
  { name: 'types', run: () => commandStep(tool('typescript/bin/tsc', '--build')) },
  { name: 'lint', run: () => commandStep(tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')) },
  { name: 'audit', run: auditStep },
  { name: 'build', run: () => commandStep(tool('tsx/dist/cli.mjs', 'scripts/build.ts')) },
  { name: 'package', run: () => commandStep(['npm', 'run', '--silent', 'package']) },
  {
    name: 'unit',
    run: async ({ settled }) => {
      await settled;
      return vitestStep('unit');
    },
  },
  { name: 'e2e', run: ({ editor }) => vitestStepWith('e2e', editor) },
  { name: 'lab', run: ({ lab }) => vitestStepWith('lab', lab) },
];

const usage = `npm test                       everything; what this machine cannot do is skipped, with the reason
npm test -- --only unit,e2e    some steps: ${steps.map((step) => step.name).join(', ')}
npm test -- --no-skip          what is skipped has failed (so it is where CI=true)
`;

/** @returns the exit code: 0 if nothing has failed. */
export async function runTests(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  const chosen = steps.filter((step) => options.only.length === 0 || options.only.includes(step.name));
  const isChosen = (name: string): boolean => chosen.some((step) => step.name === name);
  const preparations = prepare(
    { programs: isChosen('unit'), editor: isChosen('e2e'), lab: isChosen('lab') },
    printProgress,
  );

  const reports: { readonly line: string; readonly outcome: Outcome }[] = [];
  for (const step of chosen) {
    process.stdout.write(`\n── ${step.name}\n`);
    const started = performance.now();
    const outcome = await run(step, preparations, options.noSkip);
    const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
    const line = `${outcome.failed > 0 ? '✗' : '✓'} ${step.name.padEnd(10)} ${seconds} s  ${closingLine(outcome)}`;
    process.stdout.write(`${[line, ...outcome.notes].join('\n  ')}\n`);
    reports.push({ line, outcome });
  }

  const all = total(reports.map((report) => report.outcome));
  process.stdout.write(`\n${reports.map((report) => report.line).join('\n')}\n`);
  if (all.notes.length > 0) process.stdout.write(`\n${all.notes.join('\n')}\n`);
  process.stdout.write(`\n${closingLine(all)}\n`);
  return all.failed === 0 ? 0 : 1;
}

async function run(step: Step, preparations: Preparations, noSkip: boolean): Promise<Outcome> {
  try {
    const outcome = await step.run(preparations);
    return noSkip ? withoutSkips(outcome) : outcome;
  } catch (error) {
    return failedOne(
      `failed: ${step.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
}

interface Options {
  readonly only: readonly string[];
  readonly noSkip: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true, default: [] },
        'no-skip': { type: 'boolean', default: process.env.CI === 'true' },
      },
    });
    const only = values.only.flatMap((names) => names.split(','));
    if (only.some((name) => !steps.some((step) => step.name === name))) return undefined;
    return { only, noSkip: values['no-skip'] };
  } catch {
    return undefined;
  }
}
