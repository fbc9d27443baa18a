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

export function indexNetwork(network: Network): NetworkIndex {
  const devices = network.hosts.flatMap((host) => host.devices);
  const hosts = byId(network.hosts);
  const deviceById = byId(devices);
  const networkById = byId(network.networks);
  const virtualById = byId(network.hosts.flatMap((host) => host.virtualNetworks));
  const guestById = byId(network.guests);
  const ports = groupBy(
    devices.flatMap((device) => (device.controller ? [[device.controller, device] as const] : [])),
  );
  const vlans = groupBy(
    devices.flatMap((device) => (device.kind === 'vlan' ? [[device.parent.value, device] as const] : [])),
  );
  const guests = groupBy(
    network.guests.flatMap((guest) => guest.hosts.map((host) => [host, guest] as const)),
  );
  const tops = groupBy(
    devices.flatMap((device) => device.networks.map(({ value }) => [value, device] as const)),
  );

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
    const device = virtualNetwork.kind === 'bridged' ? deviceById.get(virtualNetwork.device) : undefined;
    return { kind: 'virtual-network', virtualNetwork, ...(device?.kind === 'bridge' && { bridge: device }) };
  }

  return {
    network,
    host: (id) => hosts.get(id),
    device: (id) => deviceById.get(id),
    logicalNetwork: (id) => networkById.get(id),
    virtualNetwork: (id) => virtualById.get(id),
    guest: (id) => guestById.get(id),
    portsOf: (id) => ports.get(id) ?? [],
    vlansOn: (id) => vlans.get(id) ?? [],
    guestsOn: (id) => guests.get(id) ?? [],
    devicesOf: (id) => tops.get(id) ?? [],
    plugOf,
  };
}
