import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../src/compiler/index.js';

describe('file name', () => {
  it.each([
    ['bond0.100', 'bond0.100'],
    ['br-edge', 'br-edge'],
    ['..', '%2E.'],
    ['.hidden', '%2Ehidden'],
    ['../../etc/passwd', '%2E.%2F..%2Fetc%2Fpasswd'],
    ['a b\n', 'a%20b%0A'],
    ['100%', '100%25'],
    ['ä', '%C3%A4'],
    ['', '%'],
  ])('of %j is %j', (name, expected) => {
    expect(fileNameOf(name)).toBe(expected);
  });

  const anyName = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'binary', minLength: 80, maxLength: 400 }),
  );

  it('never leaves its folder, hides or grows past what a file system takes', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const file = fileNameOf(name);
        expect(file).toMatch(/^[\w%-][\w%.-]*$/);
        expect(basename(join('/folder', file))).toBe(file);
        expect(file.length).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('is never shared by two names', () => {
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        fc.pre(a !== b);
        expect(fileNameOf(a)).not.toBe(fileNameOf(b));
      }),
    );
  });
});
