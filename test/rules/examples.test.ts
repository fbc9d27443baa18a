import { describe, expect, it } from 'vitest';
import { RULES } from '../../src/rules/index.js';
import { applyFix, findingsOf } from './support/check-source.js';

const codesOf = async (text: string): Promise<readonly string[]> => [
  ...new Set((await findingsOf({ 'site.kvmnet': text })).map(({ code }) => code)),
];

describe.each(RULES)('The page of $code', ({ code, documentation: { bad, good } }) => {
  it('has a bad example with this finding and no other', async () => {
    expect(await codesOf(bad)).toEqual([code]);
  });

  it('has a good example without any finding', async () => {
    expect(await codesOf(good)).toEqual([]);
  });

  it('has a finding whose fixes make it go away and break nothing', async () => {
    const files = { 'site.kvmnet': bad };
    for (const finding of await findingsOf(files))
      for (const fix of finding.fixes ?? []) {
        const fixed = applyFix(files, fix);
        const left = (await findingsOf(fixed)).filter(
          ({ code: other, severity }) => other === code || severity === 'error',
        );
        expect(left, `after “${fix.title}”:\n${fixed['site.kvmnet'] ?? ''}`).toEqual([]);
      }
  });
});
