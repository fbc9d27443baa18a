import {
  checkedNetwork,
  deviceId,
  guestId,
  guestNicId,
  hostId,
  networkId,
  parseInterfaceAddress,
  virtualNetworkId,
  vlanSet,
  zoneId,
  type Addressing,
  type Bond,
  type Bridge,
  type BridgePort,
  type CheckedNetwork,
  type Device,
  type Guest,
  type GuestNic,
  type Host,
  type InterfaceAddress,
  type ManagedNetwork,
  type BridgedNetwork,
  type Network,
  type Nic,
  type Origin,
  type Places,
  type Route,
  type Sourced,
  type Vlan,
  type VlanSet,
  type Zone,
} from '../../../src/model/index.js';

/** Models without text: each place is a line of its own, so that tests can tell them apart. */
export const at = (line: number): Origin => ({
  uri: 'file:///site/site.kvmnet',
  range: { start: { line, character: 0 }, end: { line, character: 1 } },
});

export const said = <T>(value: T, line = 0): Sourced<T> => ({ value, origin: at(line) });
export const byDefault = <T>(value: T): Sourced<T> => ({
  value,
  origin: at(0),
  follows: { rule: 'default' },
});

const places = (line = 0): Places => ({ name: at(line), whole: at(line) });

export const address = (text: string): InterfaceAddress => {
  const parsed = parseInterfaceAddress(text);
  if (!parsed) throw new Error(`${text} is no address`);
  return parsed;
};

export const vlans = (...ranges: readonly (number | readonly [number, number])[]): VlanSet =>
  vlanSet(
    ranges.map((range) =>
      typeof range === 'number' ? { first: range, last: range } : { first: range[0], last: range[1] },
    ),
  );

export const route = (destination: string, via?: string, metric?: number): Route => ({
  destination: said(address(destination)),
  ...(via !== undefined && { via: said(via) }),
  ...(metric !== undefined && { metric: said(metric) }),
  origin: at(0),
});

export const addressing = (
  given: Partial<Addressing> & { readonly static?: readonly string[] },
): Addressing => {
  const { static: texts = [], ...rest } = given;
  return {
    addresses: texts.map((text) => said(address(text))),
    gateways: [],
    dns: [],
    search: [],
    routes: [],
    ...rest,
  };
};

const HOST = 'kvm1';
export const device = (name: string): string => deviceId(HOST, name);

const base = (name: string) => ({
  id: device(name),
  name,
  places: places(),
  host: hostId(HOST),
  networks: [],
  mtu: byDefault(1500),
  addressing: addressing({}),
});

export const nic = (name: string, given: Partial<Nic> = {}): Nic => ({
  ...base(name),
  kind: 'nic',
  carries: [],
  ...given,
});

export const bond = (name: string, ports: readonly string[], given: Partial<Bond> = {}): Bond => ({
  ...base(name),
  kind: 'bond',
  ports: ports.map((port) => said(device(port))),
  mode: said('active-backup'),
  options: { miimon: byDefault(100) },
  carries: [],
  ...given,
});

export const vlan = (name: string, parent: string, id: number, given: Partial<Vlan> = {}): Vlan => ({
  ...base(name),
  kind: 'vlan',
  parent: said(device(parent)),
  vlanId: said(id),
  ...given,
});

export const port = (name: string, given: Partial<BridgePort> = {}): BridgePort => ({
  device: device(name),
  origin: at(0),
  ...given,
});

export const bridge = (name: string, ports: readonly BridgePort[], given: Partial<Bridge> = {}): Bridge => ({
  ...base(name),
  kind: 'bridge',
  ports,
  vlanAware: byDefault(false),
  stp: byDefault(false),
  ...given,
});

export const managed = (
  kind: ManagedNetwork['kind'],
  name: string,
  given: Partial<ManagedNetwork> = {},
): ManagedNetwork => ({
  kind,
  id: virtualNetworkId(HOST, name),
  name,
  places: places(),
  host: hostId(HOST),
  bridge: byDefault(`virbr-${name}`),
  autostart: byDefault(true),
  subnets: [],
  addresses: [],
  dhcp: [],
  leases: [],
  dns: [],
  forwards: [],
  hostAccess: byDefault(true),
  mtu: byDefault(1500),
  ...given,
});

export const bridged = (name: string, bridgeName = name): BridgedNetwork => ({
  kind: 'bridged',
  id: virtualNetworkId(HOST, name),
  name,
  places: places(),
  host: hostId(HOST),
  bridge: byDefault(bridgeName),
  autostart: byDefault(true),
  network: networkId(name),
  device: device(bridgeName),
});

export const guestNic = (guest: string, name: string, given: Partial<GuestNic> = {}): GuestNic => ({
  id: guestNicId(guest, name),
  name,
  places: places(),
  guest: guestId(guest),
  attachment: { kind: 'network', name, origin: at(0) },
  mac: said('52:54:00:00:00:01'),
  model: byDefault('virtio'),
  ...given,
});

export const guest = (name: string, nics: readonly GuestNic[]): Guest => ({
  id: guestId(name),
  name,
  places: places(),
  placement: { kind: 'host', host: hostId(HOST), origin: at(0) },
  hosts: [hostId(HOST)],
  nics,
});

export const zone = (name: string, given: Partial<Zone> = {}): Zone => ({
  id: zoneId(name),
  name,
  places: places(),
  services: [],
  ports: [],
  sources: [],
  richRules: [],
  ...given,
});

export const host = (given: Partial<Host> = {}): Host => ({
  id: hostId(HOST),
  name: HOST,
  places: places(),
  ssh: byDefault({ name: HOST }),
  profiles: [],
  devices: [],
  virtualNetworks: [],
  routes: [],
  dns: [],
  ...given,
});

export function site(given: Partial<Network>): CheckedNetwork {
  const network = {
    folder: 'file:///site',
    networks: [],
    pools: [],
    hosts: [],
    guests: [],
    zones: [],
    ...given,
  };
  const checked = checkedNetwork(network, []);
  if (!checked) throw new Error('without findings every network is checked');
  return checked;
}

/** A site of the one host kvm1. */
export const oneHost = (devices: readonly Device[], given: Partial<Host> = {}): CheckedNetwork =>
  site({ hosts: [host({ devices, ...given })] });
