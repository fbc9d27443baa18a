/** Where a change starts; hosts are prepared once for each, and kept. */
export type Start = 'base' | 'bonded' | 'edged';

export interface Change {
  readonly name: string;
  readonly title: string;
  readonly start: Start;
  /** The site afterwards, or `NOTHING`. */
  readonly after: string;
  /** How it has to end when nothing else goes wrong; a mistake has to end `old`. */
  readonly ends: 'new' | 'old';
  /** Guests that lose their network for longer than a moment, because the text says so. */
  readonly disconnects?: readonly Traffic[];
}

/** Instead of a site: back to the host before KVMNet. */
export const NOTHING = 'nothing';

/** Pings that go on all the time: through the TAP of a running guest over both hosts, and to the gateway of its NAT network. */
export type Traffic = 'tenant' | 'nat';

const BASE = `
network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
network heartbeat  { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
network tenant     { roles vm  vlan 13  zone tenants }
zone tenants { target ACCEPT }
host kvm1 {
  number 15
  nic eth0 { carries management }
  nic eth1  nic eth2  nic eth3  nic eth4
  bond bond0 { ports eth1, eth2  mode active-backup  primary eth1  carries heartbeat, tenant }
  nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
}
guest web1 on kvm1 {
  vcpus 1
  nic { network tenant }
  nic { network lab }
}
`;

const change = (text: string, ...pairs: readonly (readonly [string | RegExp, string])[]): string =>
  pairs.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    if (after === before) throw new Error(`Nothing to replace: ${String(from)}`);
    return after;
  }, text);

const BONDED = change(
  BASE,
  ['nic eth0 { carries management }', 'nic eth0'],
  ['bond bond0', 'bond mgmt0 { ports eth0  mode active-backup  carries management }\n  bond bond0'],
);
const EDGED = change(
  BASE,
  [
    'zone tenants {',
    'network edge { roles vm  vlans 100-103, 300 }\nnetwork stor { roles storage  vlan 20  subnet 10.20.0.0/24 }\nzone tenants {',
  ],
  [
    '  nat lab',
    '  bond bond1 { ports eth3, eth4  mode balance-xor }\n  bridge br-edge { ports bond1  network edge  vlan-aware }\n  vlan stor0 { on bond0  network stor }\n  nat lab',
  ],
  [
    '  dhcp 192.168.100.10-192.168.100.200',
    '  dhcp 192.168.100.10-192.168.100.200  lease 52:54:00:00:00:01 192.168.100.5 db1',
  ],
  ['  nic { network lab }', '  nic { network lab }\n  nic { network edge  trunk 100-102 native 100 }'],
);

/** Sites that hosts are prepared with. */
export const STARTS: Readonly<Record<Start, string>> = { base: BASE, bonded: BONDED, edged: EDGED };

/** The management address goes on from its NIC or bond to a bridge on it. */
const bridged = (text: string): string =>
  change(text, ['roles management  subnet', 'roles management, vm  bridge br-mgmt  subnet']);

export const CHANGES: readonly Change[] = [
  {
    name: 'nic-to-bond',
    title: 'management address from its NIC to a bond',
    start: 'base',
    after: BONDED,
    ends: 'new',
  },
  {
    name: 'bond-to-bridge',
    title: 'management address from the bond to a bridge on it',
    start: 'bonded',
    after: bridged(BONDED),
    ends: 'new',
  },
  {
    name: 'nic-to-bridge',
    title: 'management address from its NIC to a bridge',
    start: 'base',
    after: bridged(BASE),
    ends: 'new',
  },
  {
    name: 'vlan-id',
    title: 'another VLAN id under the bridge of a running guest',
    start: 'base',
    after: change(BASE, ['vlan 13', 'vlan 23']),
    ends: 'new',
  },
  {
    name: 'bridge-name',
    title: 'another name for the bridge of a running guest',
    start: 'base',
    after: change(BASE, ['vlan 13', 'vlan 13  bridge br-tenant']),
    ends: 'new',
  },
  {
    name: 'mtu',
    title: 'a larger MTU from the bond up to the bridge of a running guest',
    start: 'base',
    after: change(BASE, ['vlan 13', 'vlan 13  mtu 8000']),
    ends: 'new',
  },
  {
    name: 'bond-mode',
    title: 'another mode of the bond under everything',
    start: 'base',
    after: change(BASE, ['mode active-backup  primary eth1', 'mode 802.3ad  lacp-rate fast']),
    ends: 'new',
  },
  {
    name: 'add-vlan-aware',
    title: 'a VLAN-aware bridge, and a trunk to a running guest',
    start: 'base',
    after: EDGED,
    ends: 'new',
  },
  {
    name: 'remove-vlan-aware',
    title: 'no VLAN-aware bridge any more, under a running guest',
    start: 'edged',
    after: BASE,
    ends: 'new',
  },
  {
    name: 'rename-vlan-aware',
    title: 'another name for a VLAN-aware bridge, under a trunk of a running guest',
    start: 'edged',
    after: change(EDGED, ['bridge br-edge', 'bridge br-trunks']),
    ends: 'new',
  },
  {
    name: 'trunk-vlans',
    title: 'other VLANs for the trunk of a VLAN-aware bridge',
    start: 'edged',
    after: change(EDGED, ['vlans 100-103, 300', 'vlans 100-105, 310']),
    ends: 'new',
  },
  {
    name: 'vlans-exchanged',
    title: 'two VLANs of a bond exchange their ids',
    start: 'edged',
    after: change(
      EDGED,
      ['vlan 20  subnet', 'vlan 11  subnet'],
      ['heartbeat  vlan 11', 'heartbeat  vlan 20'],
    ),
    ends: 'new',
  },
  {
    name: 'nat-restart',
    title: 'a property of a NAT network that libvirt changes by starting it again, with a running guest',
    start: 'base',
    after: change(BASE, ['nat lab { subnet', 'nat lab { mtu 1400  subnet']),
    ends: 'new',
  },
  {
    name: 'lease',
    title: 'another MAC for the fixed address of a NAT network, which goes on running',
    start: 'edged',
    after: change(EDGED, ['52:54:00:00:00:01', '52:54:00:00:00:02']),
    ends: 'new',
  },
  {
    name: 'vlan-kept-name',
    title: 'another id for a VLAN that keeps its name',
    start: 'edged',
    after: change(EDGED, ['vlan 20  subnet', 'vlan 30  subnet']),
    ends: 'new',
  },
  {
    name: 'zone',
    title: 'another zone for management, and other rules for that of the guests',
    start: 'base',
    after: change(
      BASE,
      ['nic eth0 { carries management }', 'nic eth0 { carries management  zone office }'],
      ['zone tenants { target ACCEPT }', 'zone office { services ssh }\nzone tenants { services ssh, dns }'],
    ),
    ends: 'new',
  },
  {
    name: 'stp-bridge',
    title: 'management address from its NIC to a bridge with spanning tree, 2 × 4 s of silence',
    start: 'base',
    after: change(
      BASE,
      [
        'nic eth0 { carries management }',
        'nic eth0\n  bridge br-mgmt { ports eth0  network management  stp on  forward-delay 4 s }',
      ],
      ['roles management  subnet', 'roles management, vm  subnet'],
    ),
    ends: 'new',
  },
  {
    name: 'dhcp',
    title: 'management address by DHCP instead of fixed',
    start: 'base',
    after: change(BASE, ['carries management }', 'carries management  dhcp }']),
    ends: 'new',
  },
  {
    name: 'remove-all',
    title: 'everything is removed: back to the host before KVMNet',
    start: 'base',
    after: NOTHING,
    ends: 'new',
    disconnects: ['tenant', 'nat'],
  },
];

/** Wrong but valid: the host cannot be reached afterwards, and has to come back by itself. */
export const MISTAKES: readonly Change[] = [
  {
    name: 'wrong-address',
    title: 'a management address that nobody routes to',
    start: 'base',
    after: change(BASE, ['subnet 10.0.2.0/24  gateway 10.0.2.2', 'subnet 10.99.99.0/24  gateway 10.99.99.1']),
    ends: 'old',
  },
  {
    name: 'swapped-ports',
    title: 'the management bond on the NIC of another',
    start: 'bonded',
    after: change(
      BONDED,
      ['ports eth0  mode', 'ports eth1  mode'],
      [
        'ports eth1, eth2  mode active-backup  primary eth1',
        'ports eth0, eth2  mode active-backup  primary eth0',
      ],
    ),
    ends: 'old',
  },
  {
    name: 'vlan-not-carried',
    title: 'management in a VLAN that the switch does not carry',
    start: 'base',
    after: change(BASE, ['roles management  subnet', 'roles management  vlan 99  subnet']),
    ends: 'old',
  },
  {
    name: 'no-gateway',
    title: 'management without a gateway, with the client on its own segment',
    start: 'base',
    after: change(BASE, ['  gateway 10.0.2.2', '']),
    ends: 'new',
  },
];
