import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, mix, parseColour, withContrast } from '../../src/webview/drawing/colour.js';
import type { Rgb } from '../../src/webview/drawing/colour.js';

const channel = fc.integer({ min: 0, max: 255 });
const colours: fc.Arbitrary<Rgb> = fc.tuple(channel, channel, channel);

describe('parseColour', () => {
  const black: Rgb = [0, 0, 0];
  test.each([
    ['#fff', [255, 255, 255]],
    ['#1F1F1F', [31, 31, 31]],
    [' #ff000080 ', [128, 0, 0]],
    ['rgb(1, 2, 3)', [1, 2, 3]],
    ['rgba(255, 255, 255, 0.5)', [127.5, 127.5, 127.5]],
    ['rgb(255 0 0 / 50%)', [127.5, 0, 0]],
  ] as const)('reads %s', (text, expected) => {
    expect(parseColour(text, black)?.map((value) => Math.round(value))).toEqual(
      expected.map((v) => Math.round(v)),
    );
  });

  test.each(['', 'red', '#12', '#12345', 'rgb(1,2)', 'rgb(a, b, c)', 'hsl(1 2% 3%)'])(
    'refuses %j',
    (text) => {
      expect(parseColour(text, black)).toBeUndefined();
    },
  );
});

describe('withContrast', () => {
  test('reaches the ratio that is asked for, on whatever ground', () => {
    fc.assert(
      fc.property(colours, colours, (colour, ground) => {
        expect(contrast(withContrast(colour, ground, 4.5), ground)).toBeGreaterThanOrEqual(4.49);
      }),
    );
  });

  test('leaves alone what has enough', () => {
    expect(withContrast([0, 0, 0], [255, 255, 255], 4.5)).toEqual([0, 0, 0]);
    expect(mix([0, 0, 0], [10, 20, 30], 0.5)).toEqual([5, 10, 15]);
  });
});
