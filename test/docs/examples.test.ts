import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFormatter, loadSites, type Site } from '../../src/language/index.js';
import { root } from '../architecture/imports.js';
import { examplesIn } from './markdown.js';

const format = createFormatter();

async function siteOf(text: string): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'kvmnet-docs-'));
  try {
    await writeFile(join(folder, 'example.kvmnet'), text);
    const loaded = await loadSites([folder]);
    if (!loaded.ok) throw new Error(loaded.message);
    return loaded.sites[0]!;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const errorsOf = ({ findings }: Site): readonly string[] =>
  findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, origin }) => `${origin.range.start.line + 1}: ${message} [${code}]`);

describe.each(['docs/language.md', 'README.md'])('the examples in %s', (page) => {
  const examples = examplesIn(page, 'kvmnet');

  it('are there', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('$place has no error', async ({ text }) => {
    expect(errorsOf(await siteOf(text))).toEqual([]);
  });
});

describe('examples/', () => {
  it('have neither errors nor warnings', async () => {
    const loaded = await loadSites([join(root, 'examples')]);
    if (!loaded.ok) throw new Error(loaded.message);
    const heard = loaded.sites
      .flatMap((site) => site.findings)
      .filter(({ severity }) => severity === 'error' || severity === 'warning');
    expect(heard.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  });

  it('are formatted', async () => {
    const loaded = await loadSites([join(root, 'examples')]);
    if (!loaded.ok) throw new Error(loaded.message);
    for (const { path, text } of loaded.sites.flatMap((site) => site.asked))
      expect(format(text), path).toBe(text);
  });
});

describe('links', () => {
  const pages = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'docs/command-line.md',
    'docs/language.md',
    'examples/README.md',
  ];

  it.each(pages)('of %s lead to files', (page) => {
    const targets = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)#\s]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const broken = targets.filter(
      (target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)),
    );
    expect(broken).toEqual([]);
  });
});
