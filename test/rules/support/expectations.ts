import type { Range } from '../../../src/model/index.js';

/** A finding that a case wants at a place. */
export interface ExpectedFinding {
  readonly kind: 'finding';
  readonly code: string;
  readonly range: Range;
  /** Titles of fixes that it must offer. */
  readonly fixes: readonly string[];
}

/** That a case wants no finding of a code, or none at all. */
export interface ExpectedSilence {
  readonly kind: 'silence';
  readonly code: string;
}

export type Expectation = ExpectedFinding | ExpectedSilence;

export interface Expectations {
  readonly expected: readonly Expectation[];
  /** What is written as expectation and is none: each is a failing test. */
  readonly malformed: readonly string[];
}

/** In the place of a code: every one. */
export const ANY_CODE = '*';

const MARK = /\/\/~(.*)$/;
const CODE = '[a-z]+/[a-z0-9-]+';
const FINDING = new RegExp(
  `^(${CODE})(?: at (?:"([^"]+)"|\`([^\`]+)\`)(?: ([1-9]\\d*))?)?((?: fix "[^"]+")*)$`,
);
const SILENCE = new RegExp(`^no (${CODE}|findings)$`);

/**
 * Reads the expectations of a case from its comments; test/rules/README.md describes the format. Total: what cannot be
 * read is malformed, never skipped.
 */
export function readExpectations(text: string): Expectations {
  const expected: Expectation[] = [];
  const malformed: string[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  let subject = -1;
  for (const [number, line] of lines.entries()) {
    const mark = MARK.exec(line);
    if (!mark) {
      if (line.trim() !== '') subject = number;
      continue;
    }
    const source = line.slice(0, mark.index);
    // After source text the expectation is about its own line, alone on a line about the last one with source text.
    if (source.trim() !== '') subject = number;
    const read = readExpectation((mark[1] ?? '').trim(), subject, lines[subject]?.replace(MARK, '') ?? '');
    if (typeof read === 'string') malformed.push(`line ${number + 1}: ${read}`);
    else expected.push(read);
  }
  if (expected.length === 0 && malformed.length === 0)
    malformed.push('The case expects nothing: say `//~ no findings` if that is meant.');
  return { expected, malformed };
}

function readExpectation(mark: string, line: number, source: string): Expectation | string {
  const silence = SILENCE.exec(mark)?.[1];
  if (silence !== undefined) return { kind: 'silence', code: silence === 'findings' ? ANY_CODE : silence };
  const finding = FINDING.exec(mark);
  if (!finding) return `“${mark}” is no expectation.`;
  const [, code = '', quoted, ticked, occurrence = '1', fixes = ''] = finding;
  const place = quoted ?? ticked;
  if (line < 0) return 'There is no line before that it could be about.';
  const range = rangeOf(place ?? source.trim(), Number(occurrence), line, source);
  if (!range) return `“${place ?? ''}” does not stand ${occurrence} times in the line “${source.trim()}”.`;
  return {
    kind: 'finding',
    code,
    range,
    fixes: [...fixes.matchAll(/ fix "([^"]+)"/g)].map((fix) => fix[1] ?? ''),
  };
}

function rangeOf(place: string, occurrence: number, line: number, source: string): Range | undefined {
  let start = -1;
  for (let i = 0; i < occurrence; i++) {
    start = source.indexOf(place, start + 1);
    if (start < 0) return undefined;
  }
  return { start: { line, character: start }, end: { line, character: start + place.length } };
}
