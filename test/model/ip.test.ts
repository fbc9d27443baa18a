import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressInSubnet,
  compareAddresses,
  contains,
  ipToNumber,
  isNetworkOrBroadcast,
  lastAddressOf,
  numberToIp,
  overlaps,
  parseInterfaceAddress,
  parseIpAddress,
  subnetOf,
  type Subnet,
} from '../../src/model/index.js';

const subnet = (text: string): Subnet => parseInterfaceAddress(text)!;
const address = fc.oneof(fc.ipV4(), fc.ipV6());
const family6 = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe('IP values', () => {
  it('accept what Node accepts and nothing else', () => {
    const nearly = fc.stringMatching(/^[0-9a-f:.]{0,24}$/);
    fc.assert(
      fc.property(fc.oneof(address, nearly), (text) => {
        expect(parseIpAddress(text) !== undefined).toBe(isIP(text) !== 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep their value through text', () => {
    fc.assert(
      fc.property(family6, (value) => {
        expect(ipToNumber(numberToIp(6, value)!)).toEqual({ family: 6, value });
      }),
    );
  });

  it('write IPv6 as the URL standard does, which is RFC 5952', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        expect(`[${parseIpAddress(text)!}]`).toBe(new URL(`http://[${text}]/`).hostname);
      }),
    );
  });

  it('agree with Node on what a subnet contains', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 1, max: 32 }), (a, b, prefix) => {
        const list = new BlockList();
        list.addSubnet(a, prefix, 'ipv4');
        expect(contains(subnet(`${a}/${prefix}`), b)).toBe(list.check(b, 'ipv4'));
      }),
    );
  });

  it('refuse leading zeros, too long prefixes and missing prefixes', () => {
    for (const text of [
      '10.0.0.01/24',
      '10.0.0.1/33',
      '2001:db8::/129',
      '10.0.0.1',
      '10.0.0.1/',
      '10.0.0.1/024',
    ]) {
      expect(parseInterfaceAddress(text), text).toBeUndefined();
    }
  });

  it('know first and last address of a subnet', () => {
    expect(subnetOf(subnet('10.11.12.77/22')).address).toBe('10.11.12.0');
    expect(lastAddressOf(subnet('10.11.12.77/22'))).toBe('10.11.15.255');
    expect(lastAddressOf(subnet('2001:db8::/64'))).toBe('2001:db8::ffff:ffff:ffff:ffff');
  });

  it('number hosts inside the subnet only', () => {
    expect(addressInSubnet(subnet('10.11.10.0/24'), 22)).toBe('10.11.10.22');
    expect(addressInSubnet(subnet('10.11.10.0/24'), 256)).toBeUndefined();
    expect(addressInSubnet(subnet('10.11.10.0/24'), -1)).toBeUndefined();
    expect(addressInSubnet(subnet('2001:db8::/64'), 22)).toBe('2001:db8::16');
  });

  it('tell network and broadcast addresses, but not in /31, /32 and /127', () => {
    const bad = ['10.0.0.0/24', '10.0.0.255/24', '2001:db8::/64'];
    const good = [
      '10.0.0.1/24',
      '10.0.0.0/31',
      '10.0.0.1/31',
      '10.0.0.0/32',
      '2001:db8::/127',
      '2001:db8::ffff/112',
    ];
    for (const text of bad) expect(isNetworkOrBroadcast(subnet(text)), text).toBe(true);
    for (const text of good) expect(isNetworkOrBroadcast(subnet(text)), text).toBe(false);
  });

  it('overlap when one contains the other, in either order', () => {
    expect(overlaps(subnet('10.0.0.0/8'), subnet('10.1.2.0/24'))).toBe(true);
    expect(overlaps(subnet('10.1.2.0/24'), subnet('10.0.0.0/8'))).toBe(true);
    expect(overlaps(subnet('10.1.2.0/24'), subnet('10.1.3.0/24'))).toBe(false);
    expect(overlaps(subnet('0.0.0.0/0'), subnet('::/0'))).toBe(false);
  });

  it('sort by family, then by value', () => {
    const sorted = ['10.0.0.9', '10.0.0.10', '::1', 'fe80::1'];
    expect([...sorted].reverse().sort(compareAddresses)).toEqual(sorted);
  });
});
