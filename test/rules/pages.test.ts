import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../scripts/repository.js';
import { renderRulePages } from '../../scripts/rule-pages.js';
import { LANGUAGE_FINDINGS, type LanguageFinding } from '../../src/language/index.js';
import { RULES, TOPICS } from '../../src/rules/index.js';
import { codesOf, siteFrom } from '../language/support/site-from-text.js';

const FOLDER = join(repositoryRoot, 'docs/rules');

describe('The pages about codes', () => {
  let pages: ReadonlyMap<string, string>;
  beforeAll(async () => {
    pages = await renderRulePages();
  });

  it('are those that are generated, no more and no less', () => {
    const found = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.md'),
    );
    expect(found.sort()).toEqual([...pages.keys()].sort());
  });

  it('are current: npm run generate:rules', () => {
    for (const [path, text] of pages) expect(readFileSync(join(FOLDER, path), 'utf8'), path).toBe(text);
  });

  it('lead to pages that exist', () => {
    for (const [path, text] of pages)
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)]+\.md)\)/g))
        expect(existsSync(join(FOLDER, path, '..', target)), `${path} → ${target}`).toBe(true);
  });

  it('exist for every rule and every finding of the language, each code once', () => {
    const codes = [...RULES, ...LANGUAGE_FINDINGS].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(pages.has(`${code}.md`), code).toBe(true);
  });
});

describe('The list of rules', () => {
  it.each(RULES)('$code says what its page needs', ({ code, title, reason, documentation }) => {
    expect(TOPICS).toContain(code.split('/')[0]);
    expect(code).toMatch(/^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(title).not.toMatch(/\.$/);
    for (const text of [reason, documentation.what.trimEnd(), documentation.why, documentation.whatToDo])
      expect(text.trim()).toMatch(/[.|:)]$/);
    expect(documentation.sources).not.toEqual([]);
  });

  it.each(RULES)('$code has a check', ({ checkHost, checkGuest, checkNetwork, checkSite, claims }) => {
    expect(
      [checkHost, checkGuest, checkNetwork, checkSite, claims].some((check) => check !== undefined),
    ).toBe(true);
  });

  it('has one file for each code, and no other', () => {
    const files = TOPICS.flatMap((topic) =>
      readdirSync(join(repositoryRoot, 'src/rules', topic)).map(
        (name) => `${topic}/${name.replace(/\.ts$/, '')}`,
      ),
    );
    expect(files.sort()).toEqual(RULES.map(({ code }) => code).sort());
  });
});

const LANGUAGE_PAGES: readonly LanguageFinding[] = LANGUAGE_FINDINGS.filter(({ bad }) => bad !== '');

describe.each(LANGUAGE_PAGES)('The page of $code', ({ code, bad, good, beside }) => {
  const codesIn = async (text: string): Promise<readonly string[]> =>
    codesOf(await siteFrom({ ...beside, 'site.kvmnet': text }));

  it('has a bad example with this finding, and a good one without', async () => {
    expect(await codesIn(bad)).toContain(code);
    expect(await codesIn(good)).not.toContain(code);
  });
});
