import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './support/check-source.js';

const FOLDER = join(import.meta.dirname, 'valid-sites');

/** Sites as people really write them. Advice and warnings are fine; an error would keep them from deploying. */
describe('A valid site', () => {
  it.each(readdirSync(FOLDER))('%s has no error', async (name) => {
    const findings = await findingsOf({ [name]: readFileSync(join(FOLDER, name), 'utf8') });
    const errors = findings.filter(({ severity }) => severity === 'error');
    expect(
      errors.map(({ code, message, origin }) => `${origin.range.start.line + 1}: ${code} ${message}`),
    ).toEqual([]);
  });
});
