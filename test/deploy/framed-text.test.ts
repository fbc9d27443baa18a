import { describe, expect, it } from 'vitest';
import { formatFrames, parseFrames } from '../../src/deploy/framed-text.js';

const frames = [
  { name: 'first', text: 'one\n\n two\n' },
  { name: 'empty', text: '' },
];

describe('framed text', () => {
  it('comes back as it went', () => {
    expect(parseFrames(formatFrames(frames))).toEqual(frames);
  });

  it('is read behind what a login shell says', () => {
    expect(parseFrames(`Welcome to kvm1!\n  3 users\n\n${formatFrames(frames)}`)).toEqual(frames);
  });

  it.each([
    ['cut off', '@ first\n one\n'],
    ['with something in between', '@ first\n one\nbash: warning\n@ end\n'],
    ['with something after its end', '@ end\n@ first\n'],
    ['nothing but a greeting', 'Welcome\n'],
  ])('is not read %s', (_what, text) => {
    expect(parseFrames(text)).toBeUndefined();
  });
});
