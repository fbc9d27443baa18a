import { describe, expect, it } from 'vitest';
import { compile, parseKeyfile, unescapeText, type CompileOptions } from '../../../src/compiler/index.js';
import type { CheckedNetwork, Device } from '../../../src/model/index.js';
import {
  addressing,
  address,
  at,
  bond,
  bridge,
  device,
  host,
  managed,
  nic,
  oneHost,
  port,
  route,
  said,
  site,
  vlan,
  vlans,
} from '../support/site.js';

/** Fields of the profiles of the only host: `NAME section.key` → value. */
function profiles(network: CheckedNetwork, options?: CompileOptions): Readonly<Record<string, string>> {
  const artifacts = compile(network, options)[0]?.artifacts ?? [];
  return Object.fromEntries(
    artifacts
      .filter(({ kind }) => kind === 'keyfile')
      .flatMap(({ name, content }) => {
        const parsed = parseKeyfile(content);
        if (!parsed.ok) throw new Error(parsed.problem);
        return parsed.value.sections.flatMap((section) =>
          section.entries.map(({ key, raw }) => [`${name} ${section.name}.${key}`, unescapeText(raw)]),
        );
      }),
  );
}

const namesOf = (network: CheckedNetwork): readonly string[] =>
  (compile(network)[0]?.artifacts ?? [])
    .filter(({ kind }) => kind === 'keyfile')
    .map(({ name }) => name)
    .sort();

const omissions = (network: CheckedNetwork): readonly string[] =>
  (compile(network)[0]?.omissions ?? []).map(({ message }) => message);

describe('profile', () => {
  it('is left out only for a NIC that has nothing to do', () => {
    const devices: readonly Device[] = [
      nic('bare'),
      nic('found-by-mac', { mac: said('02:00:00:00:00:01') }),
      nic('raised', { mtu: { value: 9000, origin: at(0), follows: { rule: 'children' } } }),
      nic('parent'),
      vlan('parent.5', 'parent', 5),
      nic('port', { controller: device('b') }),
      bond('b', ['port']),
      nic('mtu', { mtu: said(1500) }),
      nic('wakes', { wakeOnLan: said(false) }),
      nic('none', { addressing: addressing({ none: said(true) }) }),
      nic('zoned', { addressing: addressing({ zone: said('public') }) }),
      nic('carries', { carries: [said('network/x')] }),
    ];
    expect(namesOf(oneHost(devices))).toEqual(
      ['b', 'carries', 'mtu', 'none', 'parent', 'parent.5', 'port', 'wakes', 'zoned'].sort(),
    );
  });

  it('of a NIC that is only a parent is up without addresses', () => {
    const fields = profiles(oneHost([nic('eth0'), vlan('eth0.5', 'eth0', 5)]));
    expect(fields).toMatchObject({ 'eth0 ipv4.method': 'disabled', 'eth0 ipv6.method': 'disabled' });
  });

  it('of a NIC found by its MAC is bound to no name, and others call it what it is called on the host', () => {
    const network = oneHost([
      nic('eth0', { mac: said('02:00:00:00:00:0a'), controller: device('bond0') }),
      nic('eth1', { controller: device('bond0') }),
      bond('bond0', ['eth0', 'eth1'], { options: { primary: said(device('eth0')) } }),
      nic('eth2', { mac: said('02:00:00:00:00:0b') }),
      vlan('eth2.7', 'eth2', 7),
    ]);
    const asWritten = profiles(network);
    expect(asWritten).toMatchObject({
      'eth0 ethernet.mac-address': '02:00:00:00:00:0A',
      'bond0 bond.primary': 'eth0',
      'eth2.7 vlan.parent': 'eth2',
      'eth2.7 connection.interface-name': 'eth2.7',
    });
    expect(asWritten).not.toHaveProperty(['eth0 connection.interface-name']);
    const asFound = profiles(network, {
      interfaceNames: { [device('eth0')]: 'ens3', [device('eth1')]: 'ens4', [device('eth2')]: 'ens5' },
    });
    expect(asFound).toMatchObject({
      'bond0 bond.primary': 'ens3',
      'eth2.7 vlan.parent': 'ens5',
      // Written without a MAC: its name in the text is its name.
      'eth1 connection.interface-name': 'eth1',
    });
  });

  it('keeps its UUID whatever changes but host and name', () => {
    const plain = profiles(oneHost([bond('bond0', [])]));
    const changed = profiles(oneHost([bond('bond0', [], { mtu: said(9000), mode: said('802.3ad') })]));
    expect(changed['bond0 connection.uuid']).toBe(plain['bond0 connection.uuid']);
    const elsewhere = site({ hosts: [host({ name: 'kvm2', devices: [bond('bond0', [])] })] });
    expect(profiles(elsewhere)['bond0 connection.uuid']).not.toBe(plain['bond0 connection.uuid']);
  });

  it('of a port has no addresses, and what is written there is said to be left out', () => {
    const network = oneHost([
      nic('eth0', {
        controller: device('bond0'),
        addressing: addressing({
          static: ['192.0.2.1/24'],
          gateways: [said('192.0.2.254')],
          dns: [said('2001:db8::1')],
        }),
      }),
      bond('bond0', ['eth0']),
    ]);
    expect(Object.keys(profiles(network)).filter((key) => key.startsWith('eth0 ipv'))).toEqual([]);
    expect(omissions(network)).toEqual([
      'Gateway 192.0.2.254 is left out: eth0 is a port and has no addresses of its own.',
      'Name server 2001:db8::1 is left out: eth0 is a port and has no addresses of its own.',
      'Address 192.0.2.1/24 is left out: eth0 is a port and has no addresses of its own.',
    ]);
  });

  it('says what a family without addresses cannot hold', () => {
    const network = oneHost([
      nic('eth0', {
        addressing: addressing({
          static: ['192.0.2.1/24'],
          gateways: [said('192.0.2.254'), said('192.0.2.253'), said('2001:db8::1')],
          dns: [said('192.0.2.53'), said('2001:db8::53')],
          routes: [route('2001:db8:1::/48', '2001:db8::1'), route('198.51.100.0/24', '192.0.2.254')],
        }),
      }),
    ]);
    expect(profiles(network)).toMatchObject({
      'eth0 ipv4.gateway': '192.0.2.254',
      'eth0 ipv4.dns': '192.0.2.53;',
      'eth0 ipv4.route1': '198.51.100.0/24,192.0.2.254',
      'eth0 ipv6.method': 'disabled',
    });
    expect(omissions(network)).toEqual([
      'Gateway 192.0.2.253 is left out: eth0 already has 192.0.2.254.',
      'Gateway 2001:db8::1 is left out: eth0 has no IPv6 address.',
      'Name server 2001:db8::53 is left out: eth0 has no IPv6 address.',
      'The route to 2001:db8:1::/48 is left out: eth0 has no IPv6 address.',
    ]);
  });

  it('of a device that learns its addresses has a written gateway as a route', () => {
    const fields = profiles(
      oneHost([nic('eth0', { addressing: addressing({ dhcp: said(true), gateways: [said('192.0.2.1')] }) })]),
    );
    expect(fields).toMatchObject({ 'eth0 ipv4.method': 'auto', 'eth0 ipv4.route1': '0.0.0.0/0,192.0.2.1' });
    expect(fields).not.toHaveProperty(['eth0 ipv4.gateway']);
  });

  it('writes a metric without a next hop in the form that NetworkManager reads', () => {
    const fields = profiles(
      oneHost([
        nic('eth0', {
          addressing: addressing({
            static: ['192.0.2.1/24', '2001:db8::1/64'],
            routes: [
              route('198.51.100.0/24', undefined, 5),
              route('2001:db8:1::/48', undefined, 6),
              route('203.0.113.0/24'),
            ],
          }),
        }),
      ]),
    );
    expect(fields).toMatchObject({
      'eth0 ipv4.route1': '198.51.100.0/24,0.0.0.0,5',
      'eth0 ipv4.route2': '203.0.113.0/24',
      'eth0 ipv6.route1': '2001:db8:1::/48,::,6',
    });
  });

  it('takes routes and name servers of the host where they can be reached', () => {
    const network = oneHost(
      [
        nic('eth0', {
          addressing: addressing({ static: ['192.0.2.1/24'], gateways: [said('192.0.2.254')] }),
        }),
        nic('eth1', { addressing: addressing({ static: ['198.51.100.1/24', '2001:db8::1/64'] }) }),
      ],
      {
        dns: [said('203.0.113.53'), said('2001:db8::53'), said('192.0.2.53')],
        routes: [
          route('10.1.0.0/16', '198.51.100.254'),
          route('10.2.0.0/16', '192.0.2.253'),
          route('10.3.0.0/16', '203.0.113.1'),
          route('10.4.0.0/16', '192.168.60.9', 50),
        ],
        virtualNetworks: [managed('routed', 'dmz', { addresses: [said(address('192.168.60.1/24'))] })],
      },
    );
    expect(profiles(network)).toMatchObject({
      'eth0 ipv4.dns': '203.0.113.53;192.0.2.53;',
      'eth0 ipv4.route1': '10.2.0.0/16,192.0.2.253',
      'eth1 ipv4.route1': '10.1.0.0/16,198.51.100.254',
      'eth1 ipv6.dns': '2001:db8::53;',
    });
    const dmz = compile(network)[0]?.artifacts.find(({ name }) => name === 'dmz')?.content;
    expect(dmz).toContain("<route address='10.4.0.0' prefix='16' gateway='192.168.60.9' metric='50'/>");
    expect(omissions(network)).toEqual([
      'The route to 10.3.0.0/16 is left out: nothing reaches 203.0.113.1.',
    ]);
  });

  const mtus = (devices: readonly Device[]): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(profiles(oneHost(devices))).flatMap(([key, value]) =>
        key.endsWith(' ethernet.mtu') ? [[key.slice(0, key.indexOf(' ')), value] as const] : [],
      ),
    );

  it('says every MTU, the default too: a device keeps what it has where a profile names none', () => {
    expect(
      mtus([
        nic('eth0', { mtu: said(9000) }),
        vlan('eth0.1', 'eth0', 1),
        nic('eth1', { controller: device('br0') }),
        bridge('br0', [port('eth1')]),
        nic('eth2', { addressing: addressing({ static: ['192.0.2.1/24'] }) }),
      ]),
    ).toEqual({ br0: '1500', 'eth0.1': '1500', eth0: '9000', eth1: '1500', eth2: '1500' });
  });

  it('leaves the MTU to a DHCP server where one is asked, unless the text gives one', () => {
    const dhcp = { addressing: addressing({ dhcp: said(true) }) };
    expect(
      mtus([
        nic('eth0', dhcp),
        vlan('eth0.1', 'eth0', 1),
        nic('eth1', { ...dhcp, mtu: said(1400) }),
        nic('eth2', { controller: device('bond0') }),
        bond('bond0', ['eth2'], dhcp),
        nic('eth3', { controller: device('br0') }),
        bridge('br0', [port('eth3')], dhcp),
        nic('eth4', { controller: device('br1') }),
        vlan('eth5.1', 'eth5', 1, dhcp),
        nic('eth5'),
        bridge('br1', [port('eth4')]),
      ]),
    ).toEqual({ br0: '1500', br1: '1500', eth1: '1400', eth3: '1500', eth4: '1500', eth5: '1500' });
  });

  describe('of a VLAN-aware bridge', () => {
    const aware = (given: Parameters<typeof bridge>[2], ...ports: readonly ReturnType<typeof port>[]) =>
      profiles(
        oneHost([
          nic('eth1', { controller: device('br0') }),
          nic('eth2', { controller: device('br0') }),
          bridge('br0', ports.length > 0 ? ports : [port('eth1'), port('eth2')], {
            vlanAware: said(true),
            ...given,
          }),
        ]),
      );

    it('drops untagged frames unless a VLAN is written for them', () => {
      expect(aware({ vlans: said(vlans([10, 12], 20)) })).toMatchObject({
        'br0 bridge.vlan-default-pvid': '0',
        'eth1 bridge-port.vlans': '10-12,20',
      });
    });

    it('leaves VLAN 1 to the kernel', () => {
      const fields = aware({ vlans: said(vlans([10, 12])), pvid: said(1) });
      expect(fields).toMatchObject({
        'br0 bridge.vlan-default-pvid': '1',
        'eth1 bridge-port.vlans': '1 pvid untagged,10-12',
      });
      expect(fields).not.toHaveProperty(['br0 bridge.vlans']);
    });

    it('leaves not even VLAN 1 to the kernel beside a port with another native VLAN', () => {
      const fields = aware(
        { vlans: said(vlans([10, 12])), pvid: said(1), addressing: addressing({ static: ['192.0.2.1/24'] }) },
        port('eth1'),
        port('eth2', { native: said(11) }),
      );
      expect(fields).toMatchObject({
        'br0 bridge.vlan-default-pvid': '0',
        'br0 bridge.vlans': '1 pvid untagged',
        'eth1 bridge-port.vlans': '1 pvid untagged,10-12',
        'eth2 bridge-port.vlans': '11 pvid untagged,10,12',
      });
    });

    it('lets a port trunk only what is written on it', () => {
      const fields = aware(
        { vlans: said(vlans([10, 12])) },
        port('eth1', { trunk: said(vlans(11)) }),
        port('eth2'),
      );
      expect(fields['eth1 bridge-port.vlans']).toBe('11');
    });

    it('lets no VLAN through that is nowhere written', () => {
      const fields = aware({});
      expect(Object.keys(fields).filter((key) => key.endsWith('.vlans'))).toEqual([]);
    });
  });

  it('says that a port is not isolated, which NetworkManager cannot', () => {
    const network = oneHost([
      nic('eth0', { controller: device('br0') }),
      bridge('br0', [port('eth0', { isolated: said(true) })]),
    ]);
    expect(omissions(network)).toEqual([
      'Port eth0 is not isolated: NetworkManager has no such setting for the ports of a bridge.',
    ]);
  });

  it('says which text no keyfile can hold', () => {
    const network = oneHost([
      nic('eth0', { addressing: addressing({ static: ['192.0.2.1/24'], search: [said('a\0b')] }) }),
    ]);
    expect(omissions(network)).toEqual([
      '"a\\u0000b" holds a character that no keyfile can hold; it is written as U+FFFD.',
    ]);
  });

  it('points each field to its place in the text', () => {
    const network = oneHost([
      nic('eth0', { controller: device('bond0') }),
      bond('bond0', [], {
        ports: [said(device('eth0'), 7)],
        mode: said('802.3ad', 8),
        options: { lacpRate: said('fast', 9) },
        addressing: addressing({ dns: [said('192.0.2.53', 10)], dhcp: said(true, 11) }),
      }),
    ]);
    const byName = Object.fromEntries(
      (compile(network, { vocabulary: 'master' })[0]?.artifacts ?? []).map(({ name, fieldOrigins }) => [
        name,
        Object.fromEntries(Object.entries(fieldOrigins).map(([path, { range }]) => [path, range.start.line])),
      ]),
    );
    expect(byName.eth0).toEqual({ 'connection.controller': 7 });
    expect(byName.bond0).toMatchObject({
      'bond.mode': 8,
      'bond.lacp_rate': 9,
      'ipv4.dns': 10,
      'ipv4.method': 11,
    });
  });
});
