import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberToIp, overlaps, subnetOf } from '../../src/model/index.js';
import { type HostSubnet, isLinkLocal, overlapping } from '../../src/rules/host-subnets.js';

const nowhere = {
  uri: 'file:///site/a.kvmnet',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
};

/** Subnets close to each other, so that many of them overlap. */
const hostSubnet: fc.Arbitrary<HostSubnet> = fc
  .record({
    family: fc.constantFrom(4 as const, 6 as const),
    low: fc.nat({ max: 0xffff }),
    bits: fc.nat({ max: 16 }),
    owner: fc.nat({ max: 5 }),
  })
  .map(({ family, low, bits, owner }) => {
    const prefix = (family === 4 ? 32 : 128) - bits;
    const address = { family, prefix, address: numberToIp(family, (10n << 24n) + BigInt(low)) ?? '' };
    return {
      subnet: subnetOf(address),
      address,
      origin: nowhere,
      owner: `${owner}`,
      text: '',
      virtual: false,
    };
  });

const isSingle = ({ subnet: { family, prefix } }: HostSubnet): boolean =>
  prefix === (family === 4 ? 32 : 128);

describe('overlapping', () => {
  it('names each subnet that overlaps an earlier one of another owner, and none else', () => {
    fc.assert(
      fc.property(fc.array(hostSubnet, { maxLength: 12 }), (subnets) => {
        const clashes = (a: HostSubnet, b: HostSubnet): boolean =>
          a.owner !== b.owner && !isSingle(a) && !isSingle(b) && overlaps(a.subnet, b.subnet);
        const pairs = overlapping(subnets);
        for (const [first, second] of pairs) {
          expect(clashes(first, second)).toBe(true);
          expect(subnets.indexOf(first)).toBeLessThan(subnets.indexOf(second));
        }
        const any = subnets.some((a, i) => subnets.slice(i + 1).some((b) => clashes(a, b)));
        expect(pairs.length > 0).toBe(any);
      }),
    );
  });
});

describe('isLinkLocal', () => {
  it('knows addresses that mean something on their own link only', () => {
    expect(['169.254.1.1', 'fe80::1', 'febf::1'].every(isLinkLocal)).toBe(true);
    expect(['169.253.1.1', 'fec0::1', '10.0.0.1'].some(isLinkLocal)).toBe(false);
  });
});
