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
