import { describe, expect, it } from 'vitest';
import { richRuleWords } from '../../src/model/index.js';

describe('words of a rich rule', () => {
  it.each([
    [`a  'b c'\td`, ['a', 'b c', 'd']],
    [`x="y z"w`, ['x=y zw']],
    [`a\\ b "\\"q\\\\" '\\'`, ['a b', '"q\\', '\\']],
    ['', []],
    ['""', ['']],
  ])('of %j', (text, words) => {
    expect(richRuleWords(text)).toEqual({ ok: true, value: words });
  });
});
