import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoteArgv } from '../../../src/deploy/ssh/quote-argv.js';

const shells = ['/bin/sh', '/bin/bash', '/bin/dash', '/bin/ksh', '/bin/zsh'].filter((path) =>
  existsSync(path),
);
const nasty = fc.constantFrom(
  "'",
  '"',
  '\\',
  '$',
  '$(reboot)',
  '`id`',
  ';',
  '&',
  '|',
  '\n',
  '\r',
  '\t',
  ' ',
  '*',
  '?',
  '[',
  '~',
  '#',
  '!',
  '=',
  '{a,b}',
  '<',
  '>',
  '-',
  '\u202e',
  'é',
  '\u{1f600}',
  '\u0001',
  '\u007f',
  'if',
  'time',
);
const word = fc.oneof(
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => text.replaceAll('\0', '').replace(/\p{Cs}/gu, '')),
  fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('')),
);

describe('quoteArgv', () => {
  it('quotes every word', () => {
    expect(quoteArgv(['if', 'a b', "it's", ''])).toBe(`'if' 'a b' 'it'\\''s' ''`);
  });

  it.each(shells)('gives %s back exactly the words', (shell) => {
    // One shell reads many lines: starting it is what takes long on a busy machine.
    const lines = fc.array(fc.array(word, { maxLength: 5 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lines, (lines) => {
        const script = lines.map((words) => quoteArgv(['printf', '%s\\0', ...words, 'end'])).join('\n');
        const { stdout, stderr } = spawnSync(shell, ['-c', script], { encoding: 'buffer' });
        expect(stderr.toString()).toBe('');
        expect(stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(
          lines.flatMap((words) => [...words, 'end']),
        );
      }),
      { numRuns: 10 },
    );
  });
});
