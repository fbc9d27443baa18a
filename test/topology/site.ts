import {
  deviceId,
  guestId,
  guestNicId,
  hostId,
  networkId,
  parseInterfaceAddress,
  poolId,
  singleVlan,
  virtualNetworkId,
} from '../../src/model/index.js';
import type {
  Addressing,
  Bond,
  BondMode,
  Bridge,
  Device,
  Guest,
  GuestNic,
  Host,
  LogicalNetwork,
  ManagedNetwork,
  Network,
  Nic,
  Origin,
  Places,
  Pool,
  Role,
  Sourced,
  Vlan,
} from '../../src/model/index.js';

/** Hand-built networks: small, and free of the language. Lines are counted so that each element has its own origin. */
const origin = (line: number): Origin => ({
  uri: 'file:///site/site.kvmnet',
  range: { start: { line, character: 2 }, end: { line, character: 12 } },
});

const sourced = <T>(value: T, line = 0): Sourced<T> => ({ value, origin: origin(line) });

/** A place that depends on the id alone, so that adding an element elsewhere does not move it. */
function placesOf(id: string): Places {
  let line = 0;
  for (const character of id) line = (line * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return { name: origin(line), whole: origin(line) };
}

export const network = (
  name: string,
  role: Role,
  options: { vlan?: number; subnet?: string; mtu?: number } = {},
): LogicalNetwork => {
  const subnet = options.subnet === undefined ? undefined : parseInterfaceAddress(options.subnet);
  return {
    id: networkId(name),
    name,
    places: placesOf(networkId(name)),
    roles: [sourced(role)],
    ...(options.vlan !== undefined && { vlan: sourced(options.vlan) }),
    ...(options.mtu !== undefined && { mtu: sourced(options.mtu) }),
    subnets: subnet ? [sourced(subnet)] : [],
    gateways: [],
    dns: [],
    search: [],
    routes: [],
  };
};

const addressing = (...addresses: string[]): Addressing => ({
  addresses: addresses.flatMap((text) => {
    const address = parseInterfaceAddress(text);
    return address ? [sourced(address)] : [];
  }),
  gateways: [],
  dns: [],
  search: [],
  routes: [],
});

interface DeviceOptions {
  readonly networks?: readonly string[];
  readonly addresses?: readonly string[];
  readonly controller?: string;
  readonly mtu?: number;
  readonly derivedOn?: string;
}

const base = (host: string, name: string, options: DeviceOptions): Omit<Device, 'kind'> & { kind: never } =>
  ({
    id: deviceId(host, name),
    name,
    places: placesOf(deviceId(host, name)),
    host: hostId(host),
    ...(options.controller !== undefined && { controller: deviceId(host, options.controller) }),
    ...(options.derivedOn !== undefined && {
      derived: {
        network: networkId(options.networks?.[0] ?? 'tenant'),
        on: deviceId(host, options.derivedOn),
      },
    }),
    networks: (options.networks ?? []).map((logical) => sourced(networkId(logical))),
    mtu: sourced(options.mtu ?? 1500),
    addressing: addressing(...(options.addresses ?? [])),
  }) as never;

export const nic = (host: string, name: string, options: DeviceOptions = {}): Nic => ({
  ...base(host, name, options),
  kind: 'nic',
  carries: [],
});

export const bond = (
  host: string,
  name: string,
  mode: BondMode,
  ports: readonly string[],
  options: DeviceOptions & { primary?: string } = {},
): Bond => ({
  ...base(host, name, options),
  kind: 'bond',
  mode: sourced(mode),
  ports: ports.map((port) => sourced(deviceId(host, port))),
  options: options.primary === undefined ? {} : { primary: sourced(deviceId(host, options.primary)) },
  carries: [],
});

export const vlan = (
  host: string,
  name: string,
  parent: string,
  id: number,
  options: DeviceOptions = {},
): Vlan => ({
  ...base(host, name, options),
  kind: 'vlan',
  parent: sourced(deviceId(host, parent)),
  vlanId: sourced(id),
});

export const bridge = (
  host: string,
  name: string,
  ports: readonly string[],
  options: DeviceOptions & { vlanAware?: boolean } = {},
): Bridge => ({
  ...base(host, name, options),
  kind: 'bridge',
  ports: ports.map((port) => ({ device: deviceId(host, port), origin: origin(0) })),
  vlanAware: sourced(options.vlanAware ?? false),
  ...(options.vlanAware && { vlans: sourced([{ first: 100, last: 199 }, ...singleVlan(300)]) }),
  stp: sourced(false),
});

export const virtual = (
  host: string,
  name: string,
  kind: ManagedNetwork['kind'],
  subnet: string,
): ManagedNetwork => {
  const parsed = parseInterfaceAddress(subnet);
  return {
    id: virtualNetworkId(host, name),
    name,
    places: placesOf(virtualNetworkId(host, name)),
    host: hostId(host),
    bridge: sourced(name),
    autostart: sourced(true),
    kind,
    subnets: parsed ? [sourced(parsed)] : [],
    addresses: [],
    dhcp: [],
    leases: [],
    dns: [],
    forwards: [],
    hostAccess: sourced(kind !== 'isolated'),
    mtu: sourced(1500),
  };
};

export const host = (
  name: string,
  devices: readonly Device[],
  virtualNetworks: readonly ManagedNetwork[] = [],
): Host => ({
  id: hostId(name),
  name,
  places: placesOf(hostId(name)),
  ssh: sourced({ name }),
  number: sourced(22),
  profiles: [{ value: 'compute', origin: placesOf(hostId(name)).whole }],
  devices,
  virtualNetworks,
  routes: [],
  dns: [],
});

export const pool = (name: string, ...hosts: readonly string[]): Pool => ({
  id: poolId(name),
  name,
  places: placesOf(poolId(name)),
  hosts: hosts.map((member) => sourced(hostId(member))),
});

/** `tenant` is a network of the site, `:lab` a virtual network of the host, `/br0` a bridge. */
export const guestNic = (guest: string, index: number, target: string): GuestNic => {
  const name = `nic${index}`;
  const plain = target.replace(/^[:/]/, '');
  return {
    id: guestNicId(guest, name),
    name,
    places: placesOf(guestNicId(guest, name)),
    guest: guestId(guest),
    attachment: target.startsWith('/')
      ? { kind: 'bridge', name: plain, origin: origin(0) }
      : target.startsWith(':')
        ? { kind: 'network', name: plain, origin: origin(0) }
        : { kind: 'network', name: plain, network: networkId(plain), origin: origin(0) },
    mac: sourced(`52:54:00:00:00:${index.toString(16).padStart(2, '0')}`),
    model: sourced('virtio'),
  };
};

export const guest = (
  name: string,
  place: { readonly on: string } | { readonly in: Pool },
  targets: readonly string[],
): Guest => ({
  id: guestId(name),
  name,
  places: placesOf(guestId(name)),
  placement:
    'on' in place
      ? { kind: 'host', host: hostId(place.on), origin: origin(0) }
      : { kind: 'pool', pool: place.in.id, origin: origin(0) },
  hosts: 'on' in place ? [hostId(place.on)] : place.in.hosts.map(({ value }) => value),
  vcpus: sourced(2),
  nics: targets.map((target, index) => guestNic(name, index, target)),
});

export const site = (parts: Partial<Network>): Network => ({
  folder: 'file:///site',
  networks: [],
  pools: [],
  hosts: [],
  guests: [],
  zones: [],
  ...parts,
});
