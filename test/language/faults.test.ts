import { describe, expect, it } from 'vitest';
import { loadSites } from '../../src/language/index.js';
import type { Finding } from '../../src/model/index.js';
import { readSpecimens } from './support/fault-specimens.js';

async function findingsIn(folder: string): Promise<readonly Finding[]> {
  const loaded = await loadSites([folder]);
  return loaded.ok ? loaded.sites.flatMap((site) => site.findings) : [];
}

const lineText = ({ code, origin }: Finding): string => `${code} in line ${origin.range.start.line + 1}`;

describe('The seeded faults of bench/faults', () => {
  it('are many', () => {
    const specimens = readSpecimens('corpus');
    expect(specimens.filter(({ faults }) => faults.length === 0).map(({ name }) => name)).toEqual([]);
    expect(specimens.flatMap(({ faults }) => faults).length).toBeGreaterThan(380);
  });

  it.each(readSpecimens('corpus'))('are found where they were made: $name', async ({ folder, faults }) => {
    const found = new Set((await findingsIn(folder)).map(lineText));
    expect(
      faults.map(({ code, line }) => `${code} in line ${line + 1}`).filter((each) => !found.has(each)),
      `found: ${[...found].join(', ')}`,
    ).toEqual([]);
  });

  it.each(readSpecimens('valid'))('are not found in a valid site: $name', async ({ folder }) => {
    const errors = (await findingsIn(folder)).filter(({ severity }) => severity === 'error');
    expect(errors.map(lineText)).toEqual([]);
  });
});
