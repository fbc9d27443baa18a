import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding, Range } from '../../src/model/index.js';
import { RULES, TOPICS } from '../../src/rules/index.js';
import { safeFixOf } from '../../src/language/edits/fix-all.js';
import {
  applyFix,
  applySafeFixes,
  fileNameOf,
  findingsOf,
  type SourceFiles,
} from './support/check-source.js';
import { ANY_CODE, type ExpectedFinding, readExpectations } from './support/expectations.js';

const ROOT = import.meta.dirname;

interface Case {
  /** Path below this folder. */
  readonly name: string;
  readonly code: string;
  readonly files: SourceFiles;
}

const folders = (path: string): readonly string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];

const sources = (path: string): readonly string[] =>
  readdirSync(path).filter((name) => name.endsWith('.kvmnet'));

const filesIn = (path: string, names: readonly string[]): SourceFiles =>
  Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), 'utf8')]));

function casesOf(code: string): readonly Case[] {
  const path = join(ROOT, code);
  const single = sources(path).map((name) => ({
    name: join(code, name),
    code,
    files: filesIn(path, [name]),
  }));
  const several = folders(path).map((name) => {
    const site = join(path, name);
    return { name: relative(ROOT, site), code, files: filesIn(site, sources(site)) };
  });
  return [...single, ...several];
}

const CODES = TOPICS.flatMap((topic) => folders(join(ROOT, topic)).map((name) => `${topic}/${name}`));
const CASES = CODES.flatMap(casesOf);

const sameRange = (a: Range, b: Range): boolean => JSON.stringify(a) === JSON.stringify(b);

const placeText = (file: string, { start, end }: Range): string =>
  `${file}:${start.line + 1}:${start.character + 1}-${end.character + 1}`;

const expectedIn = (files: SourceFiles): readonly (ExpectedFinding & { readonly file: string })[] =>
  Object.entries(files).flatMap(([file, text]) =>
    readExpectations(text).expected.flatMap((each) => (each.kind === 'finding' ? { ...each, file } : [])),
  );

const silenceIn = (files: SourceFiles): readonly string[] =>
  Object.values(files).flatMap((text) =>
    readExpectations(text).expected.flatMap((each) => (each.kind === 'silence' ? each.code : [])),
  );

const isAt = (
  finding: Finding,
  { code, file, range }: ExpectedFinding & { readonly file: string },
): boolean => finding.code === code && fileNameOf(finding) === file && sameRange(finding.origin.range, range);

describe('Cases of the rules', () => {
  it('belong to rules that exist', () => {
    const known = new Set<string>(RULES.map(({ code }) => code));
    expect(CODES.filter((code) => !known.has(code))).toEqual([]);
  });

  it.each(RULES)('$code has a case that triggers it and one that does not', ({ code }) => {
    const own = CASES.filter((each) => each.code === code);
    const triggering = own.filter(({ files }) =>
      expectedIn(files).some((expected) => expected.code === code),
    );
    const silent = own.filter(({ files }) =>
      silenceIn(files).some((each) => each === code || each === ANY_CODE),
    );
    expect({ triggering: triggering.length > 0, silent: silent.length > 0 }).toEqual({
      triggering: true,
      silent: true,
    });
  });
});

describe.each(CASES)('$name', ({ code, files }) => {
  const expected = expectedIn(files);

  it('expects something that can be read', () => {
    // Of several files of one site, some may expect nothing; not all of them.
    const malformed = Object.values(files).flatMap((text) =>
      text.includes('//~') ? readExpectations(text).malformed : [],
    );
    expect(malformed).toEqual([]);
    expect(Object.values(files).some((text) => text.includes('//~'))).toBe(true);
  });

  it('has the findings that it expects', async () => {
    const findings = await findingsOf(files);
    for (const each of expected) {
      const found = findings.filter((finding) => isAt(finding, each));
      const around = findings.filter((finding) => finding.code === each.code);
      const elsewhere = around.map((finding) => placeText(fileNameOf(finding), finding.origin.range));
      expect(
        found,
        `${each.code} at ${placeText(each.file, each.range)}; found at ${elsewhere.join(', ')}`,
      ).not.toEqual([]);
      const titles = found.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title));
      for (const title of each.fixes) expect(titles).toContain(title);
    }
  });

  it('has no other finding of the rule, and no other error', async () => {
    const findings = await findingsOf(files);
    const silent = new Set(silenceIn(files));
    const unwanted = findings.filter(
      (finding) =>
        silent.has(ANY_CODE) ||
        silent.has(finding.code) ||
        ((finding.code === code || finding.severity === 'error') &&
          !expected.some((each) => isAt(finding, each))),
    );
    const texts = unwanted.map(
      (finding) =>
        `${finding.code} ${placeText(fileNameOf(finding), finding.origin.range)} ${finding.message}`,
    );
    expect(texts).toEqual([]);
  });

  it('is put right by each fix', async () => {
    const findings = await findingsOf(files);
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    for (const { code: own, message, fixes = [] } of findings) {
      if (own !== code) continue;
      for (const fix of fixes) {
        const fixed = applyFix(files, fix);
        const after = await findingsOf(fixed);
        const texts = Object.values(fixed).join('\n');
        const same = after.filter((finding) => finding.code === own && finding.message === message);
        expect(same, `still there after “${fix.title}”:\n${texts}`).toEqual([]);
        expect(
          after.filter(({ severity }) => severity === 'error').length,
          `errors after “${fix.title}”:\n${texts}`,
        ).toBeLessThanOrEqual(errors);
      }
    }
  });

  it('is put right by fixing all that is safe, in a few rounds', async () => {
    const before = await findingsOf(files);
    let now = files;
    for (let round = 0; round < 4; round++) {
      const next = applySafeFixes(now, await findingsOf(now));
      if (next.count === 0) break;
      now = next.files;
    }
    const after = await findingsOf(now);
    const texts = Object.values(now).join('\n');
    expect(
      after.filter((finding) => safeFixOf(finding)).map(({ code: left }) => left),
      texts,
    ).toEqual([]);
    const errorsOf = (findings: readonly Finding[]): number =>
      findings.filter(({ severity }) => severity === 'error').length;
    expect(errorsOf(after), texts).toBeLessThanOrEqual(errorsOf(before));
  });
});
