import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spread } from '../../src/topology/layout/spread.js';

const wishes = fc.array(
  fc.record({
    height: fc.integer({ min: 2, max: 60 }),
    centre: fc.option(fc.integer({ min: -500, max: 500 }), { nil: undefined }),
    weight: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 12 },
);

describe('spread', () => {
  test('keeps the order and the gap', () => {
    fc.assert(
      fc.property(wishes, (items) => {
        const tops = spread(items, 10);
        for (const [index, top] of tops.entries()) {
          if (index === 0) continue;
          const bottom = tops[index - 1]! + items[index - 1]!.height;
          // Rounding to whole pixels may take one of them.
          expect(top - bottom).toBeGreaterThanOrEqual(9);
        }
      }),
    );
  });

  test('gives everybody what they wish when nobody is in the way', () => {
    expect(
      spread(
        [
          { height: 20, centre: 10, weight: 1 },
          { height: 20, centre: 110, weight: 1 },
        ],
        10,
      ),
    ).toEqual([0, 100]);
  });

  test('shares the way between two that wish for the same place', () => {
    const same = { height: 20, centre: 100, weight: 1 };
    expect(spread([same, same], 10)).toEqual([75, 105]);
  });
});
