import { said, type Situation } from '../situation.js';
import { words, type Value } from '../value.js';
import {
  addressValues,
  destinationValues,
  dhcpRangeValues,
  dnsValues,
  forwardedPortValues,
  forwardTargets,
  gatewayValues,
  guestPortValues,
  leaseValues,
  routeGatewayValues,
  sourceValues,
  subnetValues,
  usedElsewhere,
} from './addresses.js';
import { nextNumber } from '../free-values.js';
import {
  bridgeNameValues,
  macValues,
  parentValues,
  portValues,
  primaryValues,
  wayOutValues,
} from './devices.js';
import { fixedValues } from './fixed.js';
import { bootValues, guestMacValues, mtuValues, pinValues, queueValues, vcpuValues } from './guests.js';
import {
  attachableValues,
  bridgeValues,
  carriedValues,
  hostValues,
  jumpHostValues,
  memberValues,
  poolValues,
  profileValues,
  roleValues,
  servedValues,
  sshValues,
  zoneValues,
} from './names.js';
import { nativeValues, pvidValues, trunkValues, vlanIdValues, vlanRangeValues } from './vlans.js';
import { openPortValues, richRuleValues, serviceValues } from './zones.js';

type Provider = (situation: Situation) => readonly Value[];

/** What may follow a keyword, whichever block it stands in. */
const ANYWHERE: Readonly<Record<string, Provider>> = {
  is: profileValues,
  roles: roleValues,
  carries: (situation) => carriedValues(situation),
  hosts: memberValues,
  primary: primaryValues,
  over: wayOutValues,
  address: addressValues,
  subnet: subnetValues,
  gateway: gatewayValues,
  dns: dnsValues,
  search: (situation) => usedElsewhere(situation, 'search'),
  zone: zoneValues,
  mtu: mtuValues,
  number: ({ site }) => words([String(nextNumber(site.index.network))], 'next free'),
  ssh: sshValues,
  id: vlanIdValues,
  trunk: trunkValues,
  native: nativeValues,
  pvid: pvidValues,
  'arp-targets': gatewayValues,
  route: destinationValues,
  lease: leaseValues,
  to: forwardTargets,
  ':': guestPortValues,
  services: serviceValues,
  sources: sourceValues,
  'rich-rule': richRuleValues,
  vcpus: vcpuValues,
  pin: pinValues,
  queues: queueValues,
  boot: bootValues,
  port: portValues,
};

/** Where a keyword means something else, by the block and the keyword that began the property. */
const BY_PLACE: Readonly<Record<string, Readonly<Record<string, Provider>>>> = {
  SourceFile: {
    on: hostValues,
    in: poolValues,
  },
  NetworkBlock: { vlan: vlanIdValues, vlans: vlanRangeValues, bridge: bridgeNameValues },
  HostBlock: { on: parentValues },
  ProfileBlock: { on: parentValues },
  NicBlock: { mac: macValues },
  VlanBlock: { on: parentValues, network: servedValues },
  BridgeBlock: { ports: portValues, network: servedValues, vlans: vlanRangeValues },
  BondBlock: { ports: portValues },
  ZoneBlock: { ports: openPortValues },
  VirtualNetworkBlock: { dhcp: dhcpRangeValues, bridge: bridgeNameValues, forward: forwardedPortValues },
  GuestNicBlock: {
    network: attachableValues,
    bridge: bridgeValues,
    mac: guestMacValues,
    vlan: nativeValues,
  },
};

/** Keywords whose value begins a declaration: their names come with its block. */
const NAMES: Readonly<Record<string, ReadonlySet<string>>> = {
  SourceFile: new Set(['network', 'pool', 'profile', 'host', 'zone', 'guest', 'import']),
  HostBlock: new Set(['nic', 'bond', 'vlan', 'bridge', 'nat', 'routed', 'isolated']),
  ProfileBlock: new Set(['nic', 'bond', 'vlan', 'bridge', 'nat', 'routed', 'isolated']),
  GuestBlock: new Set(['nic']),
};

/** The keyword that the cursor wants a name for, when it is that of a new declaration. */
export function declares({ cursor: { vocabulary, begun, key, expects } }: Situation): string | undefined {
  return expects === 'value' && begun.length === 1 && NAMES[vocabulary.rule]?.has(key ?? '')
    ? key
    : undefined;
}

/** What may be the value that the cursor expects, best first, but for what the list has already. */
export function valuesFor(situation: Situation): readonly Value[] {
  const { begun, after, key = '', vocabulary } = situation.cursor;
  const given = new Set([...begun.slice(1), ...after, ...(key === 'hosts' ? said(situation, key) : [])]);
  return provider(vocabulary.rule, begun[0] ?? key, key)(situation).filter(({ name }) => !given.has(name));
}

function provider(rule: string, first: string, key: string): Provider {
  if (key === 'via') return first === 'route' ? routeGatewayValues : jumpHostValues;
  const found = BY_PLACE[rule]?.[key] ?? ANYWHERE[key];
  // `in` and `out` of a bandwidth are no places of guests.
  return found ?? (() => fixedValues(rule, key));
}
