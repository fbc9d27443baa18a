import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './check-source.js';
import { readExpectations } from './expectations.js';

const [, example = ''] =
  /```kvmnet\n([\s\S]*?)```/.exec(readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')) ?? [];

describe('The description of the cases', () => {
  it('has an example that holds', async () => {
    const { expected, malformed } = readExpectations(example);
    expect(malformed).toEqual([]);
    const findings = await findingsOf({ 'site.kvmnet': example });
    for (const each of expected) {
      const found = findings.filter(({ code }) => code === each.code);
      if (each.kind === 'silence') expect(found).toEqual([]);
      else {
        expect(found.map(({ origin }) => origin.range)).toEqual([each.range]);
        expect(found.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title))).toEqual(
          expect.arrayContaining([...each.fixes]),
        );
      }
    }
  });
});
