import { describe, expect, it } from 'vitest';
import { readExpectations } from './expectations.js';

const range = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

describe('readExpectations', () => {
  it('finds the place in the line of the expectation', () => {
    expect(readExpectations('network a { vlan 4095 } //~ vlan/id-out-of-range at "4095"')).toEqual({
      expected: [{ kind: 'finding', code: 'vlan/id-out-of-range', range: range(0, 17, 21), fixes: [] }],
      malformed: [],
    });
  });

  it('takes an expectation that stands alone as one about the last line with source text', () => {
    const { expected } = readExpectations(
      'nic eth0\n\n  //~ bond/nested at "eth0"\n//~ bond/no-port at "nic"',
    );
    expect(expected).toMatchObject([{ range: range(0, 4, 8) }, { range: range(0, 0, 3) }]);
  });

  it('takes the whole line when no place is given', () => {
    expect(readExpectations('  nic eth0  //~ bond/nested').expected).toMatchObject([
      { range: range(0, 2, 10) },
    ]);
  });

  it('tells occurrences apart', () => {
    expect(readExpectations('ports a, a //~ bond/nested at "a" 2').expected).toMatchObject([
      { range: range(0, 9, 10) },
    ]);
  });

  it('reads the fixes that a finding must offer', () => {
    expect(readExpectations('x //~ bond/nested at "x" fix "Take a" fix "Take b"').expected).toMatchObject([
      { fixes: ['Take a', 'Take b'] },
    ]);
  });

  it('reads silence about one code, and about everything', () => {
    expect(readExpectations('//~ no bond/nested\n//~ no findings').expected).toEqual([
      { kind: 'silence', code: 'bond/nested' },
      { kind: 'silence', code: '*' },
    ]);
  });

  it('takes backticks around a place that has quotes', () => {
    expect(readExpectations('nic "eth 1" //~ bond/nested at `"eth 1"`').expected).toMatchObject([
      { range: range(0, 4, 11) },
    ]);
  });

  it('does not look for places inside of the expectation itself', () => {
    expect(readExpectations('nic eth0 //~ bond/nested at "nested"').malformed).toHaveLength(1);
  });

  it.each([
    ['an unknown word', 'x //~ maybe bond/nested'],
    ['a code without topic', 'x //~ nested'],
    ['a place that the line lacks', 'x //~ bond/nested at "y"'],
    ['an occurrence that the line lacks', 'x //~ bond/nested at "x" 2'],
    ['a place without quotes', 'x //~ bond/nested at x'],
    ['nothing after the mark', 'x //~'],
    ['a finding before any source text', '//~ bond/nested at "x"'],
    ['a text without expectation', 'nic eth0 // bond/nested'],
  ])('calls %s malformed', (_, text) => {
    expect(readExpectations(text).malformed).toHaveLength(1);
  });
});
