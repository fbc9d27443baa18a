import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LANGUAGE_FINDINGS, loadSites } from '../../../src/language/index.js';
import { expectGolden, readable } from '../support/golden.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const cases = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'shared' && entry.name !== 'golden')
  .map(({ name }) => name);
const languageCodes = new Set<string>(LANGUAGE_FINDINGS.map(({ code }) => code));

describe('lowering', () => {
  it.each(cases)('gives the network of %s as written down', async (name) => {
    const loaded = await loadSites([`${here}${name}`]);
    const [site] = loaded.ok ? loaded.sites : [];
    expect(site).toBeDefined();
    if (!site) return;
    const findings = site.findings
      .filter(({ code }) => languageCodes.has(code))
      .map(({ code, message, origin }) => {
        const { line, character } = origin.range.start;
        return `${line + 1}:${character + 1} ${code} ${message}\n`;
      });
    expectGolden(`${here}golden/${name}.json`, readable({ ...site.network, folder: name }));
    expectGolden(`${here}golden/${name}.findings.txt`, findings.join(''));
  });

  it('has a golden for each case and no other', () => {
    const expected = cases.flatMap((name) => [`${name}.findings.txt`, `${name}.json`]);
    expect(readdirSync(`${here}golden`).sort()).toEqual(expected.sort());
  });
});
