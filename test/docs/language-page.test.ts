import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { renderLanguagePage } from '../../scripts/language-page.js';
import { languageManual } from '../../src/language/index.js';
import { root } from '../architecture/imports.js';

const file = join(root, 'docs/language.md');
const page = readFileSync(file, 'utf8');
const manual = languageManual();

describe('docs/language.md', () => {
  it('has the tables that the grammar and the hovers give', async () => {
    expect(await renderLanguagePage(page, manual, (await resolveConfig(file)) ?? {})).toBe(page);
  });

  it('changes where the grammar does', async () => {
    const [entry] = manual.get('PoolBlock') ?? [];
    const other = new Map(manual).set('PoolBlock', entry ? [{ ...entry, syntax: 'hosts HOST' }] : []);
    expect(await renderLanguagePage(page, other, {})).toContain('`hosts HOST`');
  });

  it('tells of every block; a profile has what a host has', () => {
    const told = new Set(
      [...page.matchAll(/<!-- properties of ([\w ]+)/g)].flatMap(([, blocks = '']) => blocks.split(' ')),
    );
    expect([...manual.keys()].filter((block) => !told.has(block))).toEqual(['ProfileBlock']);
    const written = (block: string) => manual.get(block)?.map(({ syntax }) => syntax);
    expect(written('ProfileBlock')).toEqual(written('HostBlock'));
  });
});
