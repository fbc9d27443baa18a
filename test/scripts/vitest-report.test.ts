import { describe, expect, it } from 'vitest';
import { readVitestReport } from '../../scripts/vitest-report.js';

const file = (status: string, tests: Readonly<Record<string, string>>, message = '') => ({
  name: 'test/one.test.ts',
  status,
  message,
  assertionResults: Object.entries(tests).map(([fullName, testStatus]) => ({ fullName, status: testStatus })),
});
const report = (...testResults: readonly ReturnType<typeof file>[]): string =>
  JSON.stringify({ testResults });

describe('The report of a vitest run', () => {
  it('counts tests, and names those that failed or were skipped', () => {
    const tests = { adds: 'passed', divides: 'failed', rounds: 'pending', roots: 'todo' };
    expect(readVitestReport(report(file('failed', tests)), 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      notes: ['failed: divides', 'skipped: rounds', 'skipped: roots'],
    });
  });

  it('says of a failed test how its error begins, and where it was', () => {
    const stack = [
      'AssertionError: \u001b[31mold:\u001b[39m',
      '- link | eth0',
      '',
      ...Array<string>(20).fill('x'.repeat(999)),
    ];
    const at = ['    at fail (node_modules/chai/index.js:1:1)', '    at test/lab/faults.test.ts:56:73'];
    const divides = {
      fullName: 'divides',
      status: 'failed',
      failureMessages: [[...stack, ...at].join('\n')],
    };
    const [note = ''] = readVitestReport(
      report({ ...file('failed', {}), assertionResults: [divides] }),
      1,
    ).notes;
    const lines = note.split('\n').map((line) => line.trim());
    expect(lines.slice(0, 3)).toEqual(['failed: divides', 'AssertionError: old:', '- link | eth0']);
    expect(lines.at(-1)).toBe('at test/lab/faults.test.ts:56:73');
    expect(lines).toHaveLength(14);
    expect(Math.max(...lines.map((line) => line.length))).toBe(160);
  });

  it('counts a file that could not be loaded as a failure', () => {
    const outcome = readVitestReport(report(file('failed', {}, 'no such module')), 1);
    expect(outcome).toMatchObject({ passed: 0, failed: 1 });
    expect(outcome.notes).toEqual(['failed: test/one.test.ts: no such module']);
  });

  it('counts a file whose hook failed after its tests as a failure', () => {
    expect(readVitestReport(report(file('failed', { adds: 'passed' })), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it('does not take a run for good that failed with all tests passed', () => {
    expect(readVitestReport(report(file('passed', { adds: 'passed' })), 1)).toMatchObject({
      passed: 1,
      failed: 1,
    });
  });

  it('does not take a run without a report for good', () => {
    expect(readVitestReport(undefined, 0).failed).toBe(1);
  });
});
