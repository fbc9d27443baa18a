import { BOND_MODES, HASH_POLICIES, ROLES, SEVERITIES, ZONE_TARGETS } from '../model/index.js';
import type {
  Addressing,
  BandwidthLimit,
  Bond,
  BondOptions,
  Bridge,
  BridgedNetwork,
  BridgePort,
  Device,
  DhcpRange,
  Element,
  Follows,
  Guest,
  GuestNic,
  Host,
  InterfaceAddress,
  Lease,
  LogicalNetwork,
  ManagedNetwork,
  Network,
  Nic,
  Origin,
  Places,
  Pool,
  Port,
  PortRange,
  PortForward,
  Position,
  Range,
  Route,
  Severity,
  Sourced,
  SshTarget,
  VirtualNetwork,
  Vlan,
  VlanRange,
  VlanSet,
  Zone,
} from '../model/index.js';
import {
  arrayOf,
  isBoolean,
  isCount,
  isFiniteNumber,
  isString,
  literal,
  optional,
  shaped,
  variant,
} from './guard.js';
import type { Guard, Shape } from './guard.js';

export const isPosition = shaped<Position>({ line: isCount, character: isCount });
export const isRange = shaped<Range>({ start: isPosition, end: isPosition });
export const isOrigin = shaped<Origin>({ uri: isString, range: isRange });
export const isSeverity: Guard<Severity> = literal(...SEVERITIES);

const isFollows = shaped<Follows>({
  rule: literal('network', 'number', 'carries', 'children', 'guest', 'name', 'default'),
  from: optional(isString),
});
const isPlaces = shaped<Places>({ name: isOrigin, whole: isOrigin, bodyEnd: optional(isOrigin) });

const sourced = <T>(value: Guard<T>): Guard<Sourced<T>> =>
  shaped<Sourced<unknown>>({ value, origin: isOrigin, follows: optional(isFollows) }) as Guard<Sourced<T>>;

const isSourcedString = sourced(isString);
const isSourcedNumber = sourced(isFiniteNumber);
const isSourcedBoolean = sourced(isBoolean);
const isSourcedStrings = arrayOf(isSourcedString);
const isSourcedTrue = sourced(literal(true));

const isFamily = literal(4, 6);
const isInterfaceAddress = shaped<InterfaceAddress>({ family: isFamily, address: isString, prefix: isCount });
const isSourcedAddress = sourced(isInterfaceAddress);
const isVlanSet: Guard<VlanSet> = arrayOf(shaped<VlanRange>({ first: isFiniteNumber, last: isFiniteNumber }));
const isSourcedVlanSet = sourced(isVlanSet);

const ELEMENT: Shape<Element> = {
  id: isString,
  name: isString,
  places: isPlaces,
  documentation: optional(isString),
};

const isRoute = shaped<Route>({
  destination: isSourcedAddress,
  via: optional(isSourcedString),
  metric: optional(isSourcedNumber),
  origin: isOrigin,
});

const isAddressing = shaped<Addressing>({
  addresses: arrayOf(isSourcedAddress),
  dhcp: optional(isSourcedTrue),
  slaac: optional(isSourcedTrue),
  none: optional(isSourcedTrue),
  gateways: isSourcedStrings,
  dns: isSourcedStrings,
  search: isSourcedStrings,
  routes: arrayOf(isRoute),
  zone: optional(isSourcedString),
});

type DeviceBase = Pick<Device, keyof Device>;

const DEVICE: Shape<Omit<DeviceBase, 'kind'>> = {
  ...ELEMENT,
  host: isString,
  derived: optional(shaped<{ network: string; on: string }>({ network: isString, on: isString })),
  controller: optional(isString),
  networks: isSourcedStrings,
  leftNetworks: optional(isSourcedStrings),
  mtu: isSourcedNumber,
  addressing: isAddressing,
};

const isNic = shaped<Nic>({
  ...DEVICE,
  kind: literal('nic'),
  mac: optional(isSourcedString),
  wakeOnLan: optional(isSourcedBoolean),
  carries: isSourcedStrings,
});

const isBondOptions = shaped<BondOptions>({
  primary: optional(isSourcedString),
  miimon: optional(isSourcedNumber),
  arpInterval: optional(isSourcedNumber),
  arpTargets: optional(isSourcedStrings),
  lacpRate: optional(sourced(literal('slow', 'fast'))),
  hash: optional(sourced(literal(...HASH_POLICIES))),
  minLinks: optional(isSourcedNumber),
  updelay: optional(isSourcedNumber),
  downdelay: optional(isSourcedNumber),
  failOverMac: optional(sourced(literal('none', 'active', 'follow'))),
  adSelect: optional(sourced(literal('stable', 'bandwidth', 'count'))),
});

const isBond = shaped<Bond>({
  ...DEVICE,
  kind: literal('bond'),
  ports: isSourcedStrings,
  mode: sourced(literal(...BOND_MODES)),
  options: isBondOptions,
  mac: optional(isSourcedString),
  carries: isSourcedStrings,
});

const isVlan = shaped<Vlan>({
  ...DEVICE,
  kind: literal('vlan'),
  parent: isSourcedString,
  vlanId: isSourcedNumber,
});

const isBridgePort = shaped<BridgePort>({
  device: isString,
  origin: isOrigin,
  block: optional(isOrigin),
  trunk: optional(isSourcedVlanSet),
  native: optional(isSourcedNumber),
  isolated: optional(isSourcedBoolean),
  priority: optional(isSourcedNumber),
  cost: optional(isSourcedNumber),
});

const isBridge = shaped<Bridge>({
  ...DEVICE,
  kind: literal('bridge'),
  ports: arrayOf(isBridgePort),
  vlanAware: isSourcedBoolean,
  vlans: optional(isSourcedVlanSet),
  ownVlans: optional(isSourcedVlanSet),
  pvid: optional(isSourcedNumber),
  stp: isSourcedBoolean,
  priority: optional(isSourcedNumber),
  forwardDelay: optional(isSourcedNumber),
  helloTime: optional(isSourcedNumber),
  maxAge: optional(isSourcedNumber),
  ageingTime: optional(isSourcedNumber),
  multicastSnooping: optional(isSourcedBoolean),
  mac: optional(isSourcedString),
});

const isDevice: Guard<Device> = variant('kind', { nic: isNic, bond: isBond, vlan: isVlan, bridge: isBridge });

const isPort = shaped<Port>({ number: isCount, protocol: literal('tcp', 'udp') });

const isPortRange = shaped<PortRange>({
  first: isCount,
  last: isCount,
  protocol: literal('tcp', 'udp'),
});

const VIRTUAL = { ...ELEMENT, host: isString, bridge: isSourcedString, autostart: isSourcedBoolean };

const isManagedNetwork = shaped<ManagedNetwork>({
  ...VIRTUAL,
  kind: literal('nat', 'routed', 'isolated'),
  subnets: arrayOf(isSourcedAddress),
  addresses: arrayOf(isSourcedAddress),
  dhcp: arrayOf(shaped<DhcpRange>({ first: isString, last: isString, origin: isOrigin })),
  leases: arrayOf(
    shaped<Lease>({ mac: isString, address: isString, name: optional(isString), origin: isOrigin }),
  ),
  dns: isSourcedStrings,
  domain: optional(isSourcedString),
  over: optional(isSourcedString),
  forwards: arrayOf(
    shaped<PortForward>({ port: isPort, guest: isSourcedString, guestPort: isCount, origin: isOrigin }),
  ),
  hostAccess: isSourcedBoolean,
  mtu: isSourcedNumber,
  zone: optional(isSourcedString),
});

const isBridgedNetwork = shaped<BridgedNetwork>({
  ...VIRTUAL,
  kind: literal('bridged'),
  network: isString,
  device: isString,
});

const isVirtualNetwork: Guard<VirtualNetwork> = (value): value is VirtualNetwork =>
  isManagedNetwork(value) || isBridgedNetwork(value);

export const isSshTarget = shaped<SshTarget>({
  user: optional(isString),
  name: isString,
  port: optional(isCount),
});

const isHost = shaped<Host>({
  ...ELEMENT,
  ssh: sourced(isSshTarget),
  via: optional(isSourcedString),
  number: optional(isSourcedNumber),
  profiles: isSourcedStrings,
  devices: arrayOf(isDevice),
  virtualNetworks: arrayOf(isVirtualNetwork),
  routes: arrayOf(isRoute),
  dns: isSourcedStrings,
  forwarding: optional(isSourcedBoolean),
});

const isLimit = shaped<BandwidthLimit>({
  average: isSourcedNumber,
  peak: optional(isSourcedNumber),
  burst: optional(isSourcedNumber),
});

const isGuestNic = shaped<GuestNic>({
  ...ELEMENT,
  guest: isString,
  attachment: variant<GuestNic['attachment'], 'kind'>('kind', {
    network: shaped<Extract<GuestNic['attachment'], { kind: 'network' }>>({
      kind: literal('network'),
      name: isString,
      network: optional(isString),
      origin: isOrigin,
    }),
    bridge: shaped({ kind: literal('bridge'), name: isString, origin: isOrigin }),
  }),
  mac: isSourcedString,
  model: isSourcedString,
  queues: optional(isSourcedNumber),
  vlan: optional(isSourcedNumber),
  trunk: optional(isSourcedVlanSet),
  native: optional(isSourcedNumber),
  mtu: optional(isSourcedNumber),
  bandwidth: optional(
    shaped<NonNullable<GuestNic['bandwidth']>>({ in: optional(isLimit), out: optional(isLimit) }),
  ),
  filter: optional(isSourcedString),
  isolated: optional(isSourcedBoolean),
  link: optional(isSourcedBoolean),
  boot: optional(isSourcedNumber),
});

const isGuest = shaped<Guest>({
  ...ELEMENT,
  placement: variant<Guest['placement'], 'kind'>('kind', {
    host: shaped({ kind: literal('host'), host: isString, origin: isOrigin }),
    pool: shaped({ kind: literal('pool'), pool: isString, origin: isOrigin }),
  }),
  hosts: arrayOf(isString),
  vcpus: optional(isSourcedNumber),
  pin: optional(sourced(arrayOf(isCount))),
  nics: arrayOf(isGuestNic),
});

const isLogicalNetwork = shaped<LogicalNetwork>({
  ...ELEMENT,
  roles: arrayOf(sourced(literal(...ROLES))),
  vlan: optional(isSourcedNumber),
  vlans: optional(isSourcedVlanSet),
  subnets: arrayOf(isSourcedAddress),
  gateways: isSourcedStrings,
  dns: isSourcedStrings,
  search: isSourcedStrings,
  mtu: optional(isSourcedNumber),
  zone: optional(isSourcedString),
  bridge: optional(isSourcedString),
  routes: arrayOf(isRoute),
});

const isPool = shaped<Pool>({ ...ELEMENT, hosts: isSourcedStrings });

const isZone = shaped<Zone>({
  ...ELEMENT,
  target: optional(sourced(literal(...ZONE_TARGETS))),
  services: isSourcedStrings,
  ports: arrayOf(sourced(isPortRange)),
  sources: isSourcedStrings,
  forward: optional(isSourcedBoolean),
  masquerade: optional(isSourcedBoolean),
  richRules: isSourcedStrings,
});

/** The whole of a site, every value of it: what passes this guard may be deployed. */
export const isNetwork = shaped<Network>({
  folder: isString,
  networks: arrayOf(isLogicalNetwork),
  pools: arrayOf(isPool),
  hosts: arrayOf(isHost),
  guests: arrayOf(isGuest),
  zones: arrayOf(isZone),
});
