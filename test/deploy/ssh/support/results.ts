import { expect } from 'vitest';
import type { Failure, Result } from '../../../../src/deploy/index.js';

/** The value, or a test that fails and says why. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok)
    throw new Error(`${result.failure.code}: ${result.failure.message} (${result.failure.details ?? ''})`);
  return result.value;
}

/** The failure, which has a sentence and a next step. */
export function failureOf(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`did not fail: ${JSON.stringify(result.value)}`);
  expect(result.failure.message).toMatch(/^\S.*\.$/s);
  expect(result.failure.nextStep).not.toBe('');
  return result.failure;
}
