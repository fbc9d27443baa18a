import { describe, expect, test } from 'vitest';
import { deviceId, guestNicId, indexNetwork, networkId, virtualNetworkId } from '../../../src/model/index.js';
import type { NetworkIndex } from '../../../src/model/index.js';
import { buildGraph, findPath } from '../../../src/topology/index.js';
import type { PacketPath } from '../../../src/topology/index.js';
import { siteFrom } from '../../language/support/site-from-text.js';

const SITE = `
network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
network heartbeat  { roles heartbeat   vlan 11  subnet 10.11.11.0/24 }
network tenant     { roles vm          vlan 13 }
network edge       { roles vm          vlans 100-199, 300 }
profile compute {
  nic eth0  nic eth1  nic eth2  nic eth3
  bond bond0 { ports eth0, eth1  mode active-backup  primary eth0  carries management, heartbeat, tenant }
  bond bond1 { ports eth2, eth3  mode 802.3ad  hash layer3+4  mtu 9000 }
  bridge br-edge { ports bond1  network edge  vlan-aware  mtu 9000 }
}
pool rack1 { hosts kvm1, kvm2 }
host kvm1 is compute {
  number 22
  nat lab { subnet 192.168.100.0/24 }
  isolated back { subnet 192.168.50.0/24 }
}
host kvm2 is compute { number 23 }
guest web1 on kvm1 {
  nic { network tenant  bandwidth in 1 Gbit/s }
  nic { network edge  trunk 100-110 native 100 }
  nic { network back }
  nic { network lab }
}
guest db1 in rack1 { nic { network tenant } }
`;

const { network } = await siteFrom(SITE);
const index: NetworkIndex = indexNetwork(network);

function pathOf(id: string): PacketPath {
  const path = findPath(index, id);
  if (!path) throw new Error(`${id} has no path.`);
  return path;
}

/** One line per hop, as a person would say it. */
const told = (path: PacketPath): readonly string[] =>
  path.hops.map(
    ({ depth, label, frames, mtu }) =>
      `${'  '.repeat(depth)}${[label, frames, mtu].filter((part) => part !== undefined).join(' | ')}`,
  );

const notesAt = (path: PacketPath, label: string): readonly string[] =>
  path.hops.filter((hop) => hop.label === label).flatMap(({ notes }) => notes);

describe('the way of a packet', () => {
  test('goes from the guest through TAP, bridge, VLAN and bond to the LAN, and says what it looks like at each', () => {
    const path = pathOf(guestNicId('web1', 'tenant'));
    expect(told(path)).toEqual([
      'web1 · tenant | untagged | 1500',
      'TAP | untagged | 1500',
      'tenant | untagged | 1500',
      'bond0.13 | untagged | 1500',
      'bond0 | tagged VLAN 13 | 1500',
      'eth0, eth1 | tagged VLAN 13 | 1500',
      'LAN | tagged VLAN 13',
    ]);
    expect(path.summary).toBe('Packets of up to 1500 bytes get through.');
    expect(notesAt(path, 'eth0, eth1')).toEqual(['eth0 carries, eth1 waits']);
    expect(notesAt(path, 'TAP')).toEqual(['in at most 1 Gbit/s']);
  });

  test('keeps the tags of a trunk, and says what is inside a VLAN-aware bridge', () => {
    const path = pathOf(guestNicId('web1', 'edge'));
    expect(told(path)).toEqual([
      'web1 · edge | tagged VLANs 101-110, and untagged | 9000',
      'TAP | tagged VLANs 101-110, and untagged | 9000',
      'br-edge | inside: VLANs 100-110 | 9000',
      'bond1 | tagged VLANs 100-110 | 9000',
      'eth2, eth3 | tagged VLANs 100-110 | 9000',
      'LAN | tagged VLANs 100-110',
    ]);
    expect(notesAt(path, 'eth2, eth3')).toEqual(['each flow takes one of them (hash layer3+4)']);
  });

  test('of a guest in a pool goes on on each host that it may run on', () => {
    const path = pathOf(guestNicId('db1', 'tenant'));
    const [first, second, ...others] = told(path);
    expect([first, second]).toEqual(['db1 · tenant | untagged | 1500', 'TAP | untagged | 1500']);
    const chain = ['tenant', 'bond0.13', 'bond0', 'eth0, eth1', 'LAN'];
    expect(others.map((line) => line.trim().split(' | ')[0])).toEqual([
      'on kvm1',
      ...chain,
      'on kvm2',
      ...chain,
    ]);
    for (const host of ['kvm1', 'kvm2']) expect(path.elements).toContain(deviceId(host, 'bond0.13'));
  });

  test('ends on the host where the network is isolated, and is translated where it is NAT', () => {
    expect(told(pathOf(guestNicId('web1', 'back'))).at(-1)).toBe('ends here');
    const lab = pathOf(guestNicId('web1', 'lab'));
    expect(told(lab).slice(-5)).toEqual([
      'TAP | untagged | 1500',
      'lab | untagged | 1500',
      'bond0 | untagged | 1500',
      'eth0, eth1 | untagged | 1500',
      'LAN | untagged',
    ]);
    expect(notesAt(lab, 'bond0')).toContain('translated to an address of kvm1');
    expect(pathOf(virtualNetworkId('kvm1', 'lab')).elements).toContain(guestNicId('web1', 'lab'));
  });

  test('of a network is told for each host, with the address that the host has there', () => {
    const path = pathOf(networkId('heartbeat'));
    expect(path.title).toBe('network heartbeat, VLAN 11');
    expect(notesAt(path, 'bond0.11')).toContain('kvm2 is 10.11.11.23/24');
    expect(path.elements).toContain(networkId('heartbeat'));
    expect(path.elements).not.toContain(deviceId('kvm1', 'bond0.13'));
  });

  test('of a bond gathers everything that it carries', () => {
    const path = pathOf(deviceId('kvm1', 'bond0'));
    expect(told(path)).toContain('bond0 | tagged VLANs 11, 13, and untagged | 1500');
    expect(path.elements).toEqual(
      expect.arrayContaining([
        deviceId('kvm1', 'bond0.11'),
        deviceId('kvm1', 'bond0.13'),
        guestNicId('web1', 'tenant'),
        `${deviceId('kvm1', 'bond0')}/outside`,
      ]),
    );
    expect(path.elements).not.toContain(deviceId('kvm1', 'br-edge'));
  });

  test('of a bond’s port includes the bond and its LAN', () => {
    const { elements } = pathOf(deviceId('kvm1', 'eth1'));
    expect(elements).toEqual(
      expect.arrayContaining([deviceId('kvm1', 'bond0'), `${deviceId('kvm1', 'bond0')}/outside`]),
    );
    expect(elements).not.toContain(deviceId('kvm1', 'eth0'));
  });

  test('lights nothing that is not drawn', () => {
    const drawn = new Set(
      (['networks', 'devices'] as const)
        .flatMap((perspective) => buildGraph(network, [], { perspective }).nodes)
        .flatMap(({ id, stands = [] }) => [id, ...stands]),
    );
    for (const id of [guestNicId('web1', 'edge'), guestNicId('db1', 'tenant'), networkId('tenant')]) {
      for (const element of pathOf(id).elements) expect(drawn, element).toContain(element);
    }
  });

  test('does not get through where an uplink lacks the VLAN, and where a packet is too large', async () => {
    const narrow = await siteFrom(`
      network t { roles vm  vlan 13 }
      network e { roles vm  vlans 100-199 }
      host h {
        nic eth0 { mtu 9000 }  nic eth1 { mtu 1500 }
        bridge br-e { port eth1 { trunk 300 }  network e  vlan-aware }
        vlan v13 { on eth0  id 13  mtu 1500 }
        bridge br-t { ports v13  network t  mtu 9000 }
      }
      guest g on h { nic { network e }  nic { bridge br-t  mtu 9000 } }
    `);
    const own = indexNetwork(narrow.network);
    const [lost, large] = own.network.guests[0]!.nics.map(({ id }) => findPath(own, id)!);
    expect(lost!.hops.at(-1)).toMatchObject({ label: 'dropped', isBroken: true });
    expect(lost!.summary).toBe('Packets do not get through: eth1 does not carry these VLANs.');
    expect(large!.summary).toBe('Packets above 1500 bytes are lost at v13.');
  });

  test('is not told of what packets do not pass', () => {
    for (const id of ['host/kvm1', 'pool/rack1', 'nonsense']) expect(findPath(index, id)).toBeUndefined();
  });
});
