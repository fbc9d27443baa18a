import { stripVTControlCharacters } from 'node:util';
import { repositoryRoot } from './repository.js';
import type { Outcome } from './test-outcome.js';

/** The parts of vitest's JSON report (the form of Jest's) that are counted. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly VitestResult[];
  }[];
}

interface VitestResult {
  readonly fullName: string;
  readonly status: string;
  /** Message and stack of each error. */
  readonly failureMessages?: readonly string[];
}

/** Enough to see what kind of failure it was where only the end of a long log is kept: the whole is above it. */
const REASON = { lines: 12, characters: 160 } as const;

/**
 * Counts the tests of a vitest run. A file that failed without a failed test (it could not be loaded, a hook has
 * failed) counts as one failure, and so does a run that failed although all of its tests passed.
 */
export function readVitestReport(json: string | undefined, exitCode: number): Outcome {
  if (json === undefined) {
    return { passed: 0, failed: 1, skipped: 0, notes: [`vitest ended with ${exitCode} and no report`] };
  }
  const { testResults } = JSON.parse(json) as VitestReport;
  const tests = testResults.flatMap((file) => file.assertionResults);
  const failed = tests.filter((test) => test.status === 'failed');
  const skipped = tests.filter((test) => test.status !== 'failed' && test.status !== 'passed');
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const notes = [
    ...failed.map((test) => [`failed: ${test.fullName}`, ...reasonOf(test)].join('\n    ')),
    ...brokenFiles.map((file) => `failed: ${file.name}: ${file.message ?? ''}`.trimEnd()),
    ...skipped.map((test) => `skipped: ${test.fullName}`),
  ];
  const known = failed.length + brokenFiles.length;
  const unexplained = known === 0 && exitCode !== 0;
  return {
    passed: tests.length - failed.length - skipped.length,
    failed: unexplained ? 1 : known,
    skipped: skipped.length,
    notes: unexplained ? [...notes, `failed: vitest ended with ${exitCode}: see above`] : notes,
  };
}

/** The beginning of the first error's message, and where in the tests it was. */
function reasonOf({ failureMessages: [error = ''] = [] }: VitestResult): readonly string[] {
  const lines = stripVTControlCharacters(error).split('\n');
  const isFrame = (line: string): boolean => /^\s+at /.test(line);
  const message = lines.filter((line) => line.trim() !== '' && !isFrame(line));
  const place = lines.find((line) => isFrame(line) && /\btest\//.test(line));
  const shown = message.slice(0, REASON.lines).map((line) => line.slice(0, REASON.characters));
  return [...shown, ...(place === undefined ? [] : [place.trim().replace(`${repositoryRoot}/`, '')])];
}
