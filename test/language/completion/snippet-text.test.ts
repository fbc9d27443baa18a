import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, literally, plainText, stop } from '../../../src/language/completion/snippet-text.js';

const text = fc.string({ unit: fc.constantFrom('a', ' ', '$', '{', '}', '|', ',', '\\', '"', '1', '0') });

describe('snippets', () => {
  it('hold any text as it is', () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(plainText(literally(any))).toBe(any);
        expect(plainText(stop(1, any))).toBe(any);
      }),
    );
  });

  it('begin with the first answer of a choice', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (answers) => {
        expect(plainText(choice(2, answers))).toBe(answers[0]);
      }),
    );
  });

  it('leave nothing of stops', () => {
    expect(plainText('host ${1:kvm1} is ${2|a,b|} { number $3 }$0')).toBe('host kvm1 is a { number  }');
  });
});
