import { describe, expect, it } from 'vitest';
import {
  closingLine,
  failedOne,
  passedOne,
  skippedOne,
  total,
  withoutSkips,
} from '../../scripts/test-outcome.js';

describe('The outcome of npm test', () => {
  it('closes with the sums, and names skipped tests only where there are some', () => {
    expect(closingLine(total([passedOne, passedOne, failedOne('x')]))).toBe('2 passed, 1 failed');
    expect(closingLine(total([passedOne, skippedOne('x')]))).toBe('1 passed, 0 failed, 1 skipped');
  });

  it('counts skipped tests as failed where nothing may be skipped', () => {
    expect(closingLine(withoutSkips(skippedOne('no editor')))).toBe('0 passed, 1 failed');
    expect(withoutSkips(skippedOne('no editor')).notes).toEqual(['no editor']);
  });
});
