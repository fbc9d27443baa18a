import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkEditor, checkRename, Editor } from './fuzz/check-editor.js';
import {
  analyse,
  checkFixes,
  checkFixesOfReadable,
  checkFormatting,
  checkWholeWay,
} from './fuzz/check-text.js';
import { EXTREMES } from './fuzz/extremes.js';
import { mutants, tokensOf } from './fuzz/mutants.js';
import { sentences } from './fuzz/sentences.js';
import { EXAMPLES, SOURCES } from './fuzz/sources.js';
import { siteFrom } from './support/site-from-text.js';

/** The same texts in each run; `npm run fuzz` looks for others. */
const SEED = 20_251_121;
const TIME_LIMIT = 120_000;

const texts = fc.oneof(
  { weight: 3, arbitrary: mutants.map(({ text }) => text) },
  { weight: 1, arbitrary: sentences() },
);

function forAll(numRuns: number, check: (text: string) => void): void {
  fc.assert(fc.property(texts, check), { numRuns, seed: SEED });
}

describe('of any text', () => {
  it(
    'comes a whole network, findings inside of the text, files and pictures',
    { timeout: TIME_LIMIT },
    () => {
      forAll(250, checkWholeWay);
    },
  );

  it('the layout keeps tokens, comments and meaning, and is its own layout', { timeout: TIME_LIMIT }, () => {
    forAll(250, checkFormatting);
  });

  it('fixes change something, and end what they are for', { timeout: TIME_LIMIT }, () => {
    forAll(200, checkFixes);
  });

  it('every question of an editor gets an answer inside of the text', { timeout: TIME_LIMIT }, async () => {
    const editor = new Editor();
    const property = fc.asyncProperty(texts, (text) => checkEditor(editor, text, 8, text.length));
    await fc.assert(property, { numRuns: 60, seed: SEED });
  });

  it('any beginning can be read: what is being typed ends anywhere', { timeout: TIME_LIMIT }, () => {
    const text = EXAMPLES.find(({ name }) => name.endsWith('figure-8.kvmnet'))?.text ?? '';
    expect(text.length).toBeGreaterThan(500);
    for (let end = 0; end < text.length; end++) analyse(text.slice(0, end));
  });
});

describe('of every text in the repository', () => {
  it.each([checkWholeWay, checkFormatting, checkFixesOfReadable])(
    'holds what $name looks at',
    { timeout: TIME_LIMIT },
    (check) => {
      for (const { name, text } of SOURCES)
        expect(() => {
          check(text);
        }, name).not.toThrow();
    },
  );
});

describe('of every example', () => {
  let editor: Editor;
  beforeAll(() => {
    editor = new Editor();
  });

  it('answers come at every place', { timeout: TIME_LIMIT }, async () => {
    for (const { text } of EXAMPLES) await checkEditor(editor, text, 20);
  });

  it('each name of a file can be renamed, and back', { timeout: TIME_LIMIT }, async () => {
    // Of whole sites `rename.test.ts` does the same.
    for (const { text } of EXAMPLES.filter(({ name }) => /figure-5|nat-lab/.test(name))) {
      const seen = new Set<string>();
      for (const { kind, image, line, column } of tokensOf(text)) {
        if (kind !== 'word' || seen.has(image)) continue;
        seen.add(image);
        await checkRename(editor, text, { line, character: column }, image);
      }
    }
  });
});

describe('extreme texts', () => {
  const cpuOf = (work: () => void): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };

  it.each(Object.keys(EXTREMES))('%s are taken like any other', { timeout: TIME_LIMIT }, (name) => {
    const make = EXTREMES[name]!;
    checkFormatting(make(20));
    checkWholeWay(make(100));
    const text = make(2000);
    // What is quadratic would take minutes with the texts below, and most of it seconds with these.
    expect(cpuOf(() => analyse(text))).toBeLessThan(8);
  });

  it.each([
    'comments in a row',
    'comments inside of a block',
    'remarks that silence',
    'a list of many names',
    'braces that open',
    'unknown words',
  ])('100,000 times: %s', { timeout: TIME_LIMIT }, (name) => {
    const text = EXTREMES[name]!(100_000);
    const before = process.memoryUsage().heapUsed;
    expect(cpuOf(() => analyse(text))).toBeLessThan(10);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(1_000_000_000);
  });

  it('are left alone when they have more errors than a parser bears; other files are read', async () => {
    const site = await siteFrom({
      'a.kvmnet': `host a {${' nic a { mtu mtu mtu } port } {\n'.repeat(20_000)}`,
      'b.kvmnet': 'host b { number 3 }',
    });
    expect(site.network.hosts.map(({ name }) => name)).toContain('b');
  });
});
