import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapedLines, escapedText, visibleText } from '../../src/model/index.js';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('Text from hosts and files', () => {
  it('is shown as it is when every character can be seen', () => {
    for (const text of ['', 'bond0', 'Büro 2 – „Süd“ 😀', '$(reboot) ]]> "quoted" \'too\' C:\\n']) {
      expect(visibleText(text)).toBe(text);
      expect(escapedText(text)).toBe(text);
      expect(escapedLines(text)).toBe(text);
    }
  });

  it.each([
    ['\u001b[2J', '\ufffd[2J', '\\u001b[2J'],
    // The same as ESC [ to a terminal.
    ['\u009b2J', '\ufffd2J', '\\u009b2J'],
    ['\0\u007f', '\ufffd\ufffd', '\\u0000\\u007f'],
    ['\u202egnp', '\ufffdgnp', '\\u202egnp'],
    ['\u200f\u2066', '\ufffd\ufffd', '\\u200f\\u2066'],
    ['eth\u200b0', 'eth\ufffd0', 'eth\\u200b0'],
    ['\u{e0041}', '\ufffd', '\\u{e0041}'],
    ['\ud800', '\ufffd', '\\ud800'],
    ['a\nb\r\tc\u2028d', 'a\ufffdb\ufffd\ufffdc\ufffdd', 'a\\nb\\r\\tc\\u2028d'],
  ])('has a mark or an escape for what cannot be seen: %j', (text, visible, escaped) => {
    expect(visibleText(text)).toBe(visible);
    expect(escapedText(text)).toBe(escaped);
  });

  it('keeps lines and tabs where it has lines of its own', () => {
    expect(escapedLines('a\r\nb\tc\rd\u001b[2J\u202e')).toBe('a\nb\tc\nd\\u001b[2J\\u202e');
  });

  it('has nothing unseen, whatever it was, and is escaped once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapedText(text);
        expect(visibleText(text)).not.toMatch(UNSEEN);
        expect(escaped).not.toMatch(UNSEEN);
        expect(escapedText(escaped)).toBe(escaped);
        expect(escapedLines(text).replace(/[\n\t]/g, '')).not.toMatch(UNSEEN);
      }),
    );
  });
});
