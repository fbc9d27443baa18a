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
    const read = richRuleWords(text);
    expect(read.ok && read.value.map((word) => word.text)).toEqual(words);
  });

  it('says where each stands, quotes and all', () => {
    const text = ` rule  log prefix="a b" accept`;
    const read = richRuleWords(text);
    const found = read.ok ? read.value.map(({ start, end }) => text.slice(start, end)) : [];
    expect(found).toEqual(['rule', 'log', 'prefix="a b"', 'accept']);
  });
});
