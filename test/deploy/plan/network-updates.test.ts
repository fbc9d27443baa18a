import { describe, expect, it } from 'vitest';
import { networkUpdates, type NetworkUpdates } from '../../../src/deploy/plan/network-updates.js';

const network = (dhcp: string, domain = 'lab'): string =>
  `<network><name>lab</name><domain name='${domain}'/><ip address='192.168.100.1' prefix='24'><dhcp>${dhcp}</dhcp></ip></network>`;
const lease = (mac: string, ip: string, name: string): string =>
  `<host mac='52:54:00:00:00:0${mac}' name='${name}' ip='192.168.100.${ip}'/>`;
const range = (start: string, end: string): string =>
  `<range start='192.168.100.${start}' end='192.168.100.${end}'/>`;

const described = (updates: NetworkUpdates['apply'] = []): readonly string[] =>
  updates.map(({ command, xml }) => `${command} ${xml.trim()}`);

describe('what libvirt changes in a running network', () => {
  it('is nothing when nothing differs', () => {
    const same = network(lease('1', '5', 'db1'));
    expect(networkUpdates(same, same)).toEqual({ apply: [], undo: [] });
  });

  it('lets a lease go before another has its address or its name', () => {
    const [old, fresh] = [lease('1', '5', 'db1'), lease('2', '5', 'db1')];
    const updates = networkUpdates(network(fresh), network(old));
    expect(described(updates?.apply)).toEqual([`delete ${old}`, `add ${fresh}`]);
    expect(described(updates?.undo)).toEqual([`delete ${fresh}`, `add ${old}`]);
  });

  it('swaps two addresses without ever asking for the same twice', () => {
    const before = [lease('1', '5', 'a'), lease('2', '6', 'b')];
    const after = [lease('1', '6', 'a'), lease('2', '5', 'b')];
    const updates = networkUpdates(network(after.join('')), network(before.join('')));
    expect(described(updates?.apply).map((line) => line.split(' ')[0])).toEqual([
      'delete',
      'delete',
      'add',
      'add',
    ]);
  });

  it('makes a new range before the last one goes', () => {
    const updates = networkUpdates(network(range('20', '90')), network(range('10', '99')));
    expect(described(updates?.apply)).toEqual([`add ${range('20', '90')}`, `delete ${range('10', '99')}`]);
  });

  it('is not enough where more than leases and ranges differs', () => {
    expect(networkUpdates(network('', 'other'), network(''))).toBeUndefined();
  });
});
