import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatVlanSet,
  vlanIds,
  vlanSet,
  vlanSetHas,
  vlanSetMinus,
  type VlanRange,
} from '../../src/model/index.js';

const range: fc.Arbitrary<VlanRange> = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 20 }))
  .map(([first, length]) => ({ first, last: first + length }));
const ranges = fc.array(range, { maxLength: 8 });
const idsOf = (list: readonly VlanRange[]): ReadonlySet<number> =>
  new Set(list.flatMap((one) => vlanIds([one])));

describe('VLAN sets', () => {
  it('hold the ids of their ranges, sorted, once, and with gaps between ranges', () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const set = vlanSet(list);
        expect(vlanIds(set)).toEqual([...idsOf(list)].sort((a, b) => a - b));
        set.slice(1).forEach((next, i) => expect(next.first).toBeGreaterThan((set[i]?.last ?? 0) + 1));
      }),
    );
  });

  it('subtract like sets of numbers', () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const rest = [...idsOf(a)].filter((id) => !idsOf(b).has(id)).sort((x, y) => x - y);
        expect(vlanIds(vlanSetMinus(vlanSet(a), vlanSet(b)))).toEqual(rest);
      }),
    );
  });

  it('know their members', () => {
    const set = vlanSet([{ first: 100, last: 199 }]);
    expect([99, 100, 199, 200].map((id) => vlanSetHas(set, id))).toEqual([false, true, true, false]);
  });

  it('read as they are written', () => {
    const set = vlanSet([
      { first: 300, last: 300 },
      { first: 100, last: 199 },
    ]);
    expect(formatVlanSet(set)).toBe('100-199, 300');
  });
});
