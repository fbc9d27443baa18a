import type { Bridge, Device } from './device.js';
import type { ElementId } from './element.js';
import type { Guest, GuestNic } from './guest.js';
import type { Host } from './host.js';
import type { LogicalNetwork } from './logical-network.js';
import type { Network } from './network.js';
import type { VirtualNetwork } from './virtual-network.js';

/** What a guest's NIC is plugged into on one host. */
export type Plug =
  | { readonly kind: 'virtual-network'; readonly virtualNetwork: VirtualNetwork; readonly bridge?: Bridge }
  | { readonly kind: 'bridge'; readonly bridge: Bridge };

/** Answers about a network, each in constant time or in the size of its answer. */
export interface NetworkIndex {
  readonly network: Network;
  host(id: ElementId): Host | undefined;
  device(id: ElementId): Device | undefined;
  logicalNetwork(id: ElementId): LogicalNetwork | undefined;
  virtualNetwork(id: ElementId): VirtualNetwork | undefined;
  guest(id: ElementId): Guest | undefined;
  /** Devices that are ports of a bond or bridge. */
  portsOf(controller: ElementId): readonly Device[];
  /** VLAN devices on top of a device. */
  vlansOn(parent: ElementId): readonly Device[];
  guestsOn(host: ElementId): readonly Guest[];
  /** Devices of any host that are the top device of a logical network. */
  devicesOf(network: ElementId): readonly Device[];
  /** undefined when the host has nothing of that name. */
  plugOf(nic: GuestNic, host: ElementId): Plug | undefined;
}

/** What is known of one host by itself. It depends on nothing else, so that it is kept as long as the host. */
interface HostIndex {
  readonly devices: ReadonlyMap<ElementId, Device>;
  readonly virtualNetworks: ReadonlyMap<ElementId, VirtualNetwork>;
  readonly ports: ReadonlyMap<ElementId, readonly Device[]>;
  readonly vlans: ReadonlyMap<ElementId, readonly Device[]>;
  readonly tops: ReadonlyMap<ElementId, readonly Device[]>;
}

/** What was indexed of one site before. It changes with each `indexNetwork`. */
export interface IndexCache {
  hosts: ReadonlyMap<Host, HostIndex>;
}

export const createIndexCache = (): IndexCache => ({ hosts: new Map() });

function groupBy<T>(items: Iterable<readonly [ElementId, T]>): ReadonlyMap<ElementId, readonly T[]> {
  const groups = new Map<ElementId, T[]>();
  for (const [key, item] of items) {
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const byId = <T extends { readonly id: ElementId }>(items: readonly T[]): ReadonlyMap<ElementId, T> =>
  new Map(items.map((item) => [item.id, item]));

function indexHost({ devices, virtualNetworks }: Host): HostIndex {
  return {
    devices: byId(devices),
    virtualNetworks: byId(virtualNetworks),
    ports: groupBy(
      devices.flatMap((device) => (device.controller ? [[device.controller, device] as const] : [])),
    ),
    vlans: groupBy(
      devices.flatMap((device) => (device.kind === 'vlan' ? [[device.parent.value, device] as const] : [])),
    ),
    tops: groupBy(devices.flatMap((device) => device.networks.map(({ value }) => [value, device] as const))),
  };
}

/** Id of the host that an element of a host belongs to. */
function hostIn(id: ElementId): ElementId {
  const end = id.indexOf('/', 'host/'.length);
  return end < 0 ? id : id.slice(0, end);
}

/** @param cache of the same site: hosts that are the same objects as last time are not indexed again. */
export function indexNetwork(network: Network, cache: IndexCache = createIndexCache()): NetworkIndex {
  const hosts = byId(network.hosts);
  const earlier = cache.hosts;
  const hostIndexes = new Map(
    [...hosts.values()].map((host) => [host, earlier.get(host) ?? indexHost(host)] as const),
  );
  cache.hosts = hostIndexes;
  const networkById = byId(network.networks);
  const guestById = byId(network.guests);
  const guests = new Map<ElementId, Guest[]>();
  for (const guest of network.guests)
    for (const host of guest.hosts) {
      const there = guests.get(host);
      if (there) there.push(guest);
      else guests.set(host, [guest]);
    }
  const tops = new Map<ElementId, readonly Device[]>();

  const around = (id: ElementId): HostIndex | undefined => {
    const host = hosts.get(hostIn(id));
    return host && hostIndexes.get(host);
  };
  const deviceOf = (id: ElementId): Device | undefined => around(id)?.devices.get(id);
  const bridgeNamed = (host: Host, name: string): Bridge | undefined =>
    host.devices.find((device): device is Bridge => device.kind === 'bridge' && device.name === name);

  function plugOf({ attachment }: GuestNic, hostId: ElementId): Plug | undefined {
    const host = hosts.get(hostId);
    if (!host) return undefined;
    if (attachment.kind === 'bridge') {
      const bridge = bridgeNamed(host, attachment.name);
      return bridge && { kind: 'bridge', bridge };
    }
    const virtualNetwork = host.virtualNetworks.find((candidate) =>
      attachment.network === undefined
        ? candidate.kind !== 'bridged' && candidate.name === attachment.name
        : candidate.kind === 'bridged' && candidate.network === attachment.network,
    );
    if (!virtualNetwork) return undefined;
    const device = virtualNetwork.kind === 'bridged' ? deviceOf(virtualNetwork.device) : undefined;
    return { kind: 'virtual-network', virtualNetwork, ...(device?.kind === 'bridge' && { bridge: device }) };
  }

  function devicesOf(id: ElementId): readonly Device[] {
    const known = tops.get(id);
    if (known) return known;
    const found = [...hostIndexes.values()].flatMap((host) => host.tops.get(id) ?? []);
    tops.set(id, found);
    return found;
  }

  return {
    network,
    host: (id) => hosts.get(id),
    device: deviceOf,
    logicalNetwork: (id) => networkById.get(id),
    virtualNetwork: (id) => around(id)?.virtualNetworks.get(id),
    guest: (id) => guestById.get(id),
    portsOf: (id) => around(id)?.ports.get(id) ?? [],
    vlansOn: (id) => around(id)?.vlans.get(id) ?? [],
    guestsOn: (id) => guests.get(id) ?? [],
    devicesOf,
    plugOf,
  };
}
