import {
  type Device,
  type ElementId,
  type Guest,
  type GuestNic,
  type Host,
  type LogicalNetwork,
  type ManagedNetwork,
  type NetworkIndex,
  type Origin,
} from '../../model/index.js';
import type { Subject } from '../places/subject.js';

/** What stands on something, or has something standing on it: NIC, bond, VLAN, bridge, network, guest's NIC. */
export type Layer = Extract<
  Subject,
  { readonly kind: 'network' | 'device' | 'virtual-network' | 'guest-nic' }
>;

/** Two layers that touch, and the words in the text of the upper one that say so. */
export interface Contact {
  readonly layer: Layer;
  readonly said: readonly Origin[];
}

export function isLayer(subject: Subject): subject is Layer {
  return ['network', 'device', 'virtual-network', 'guest-nic'].includes(subject.kind);
}

export function idOf(layer: Layer): ElementId {
  switch (layer.kind) {
    case 'device':
      return layer.device.id;
    case 'network':
    case 'virtual-network':
      return layer.network.id;
    case 'guest-nic':
      return layer.nic.id;
  }
}

/** The layer of an id, as it is now. */
export function layerOf(id: ElementId, index: NetworkIndex): Layer | undefined {
  const device = index.device(id);
  if (device) return deviceLayer(device, index);
  const network = index.logicalNetwork(id);
  if (network) return { kind: 'network', network };
  const virtual = index.virtualNetwork(id);
  if (virtual && virtual.kind !== 'bridged') return virtualLayer(virtual, index);
  const guest = index.guest(id.split('/nic/')[0] ?? '');
  const nic = guest?.nics.find((candidate) => candidate.id === id);
  return guest && nic && { kind: 'guest-nic', nic, guest };
}

function deviceLayer(device: Device, index: NetworkIndex): Layer | undefined {
  const host = index.host(device.host);
  return host && { kind: 'device', device, host };
}

function virtualLayer(network: ManagedNetwork, index: NetworkIndex): Layer | undefined {
  const host = index.host(network.host);
  return host && { kind: 'virtual-network', network, host };
}

/** What it stands on. */
export function below(layer: Layer, index: NetworkIndex): readonly Contact[] {
  switch (layer.kind) {
    case 'device':
      return belowDevice(layer.device).flatMap(({ id, at }) => contact(index.device(id), [at], index));
    case 'network':
      return index
        .devicesOf(layer.network.id)
        .flatMap((device) => contact(device, servedAt(device, layer.network), index));
    case 'virtual-network': {
      const { over } = layer.network;
      return over ? contact(index.device(over.value), [over.origin], index) : [];
    }
    case 'guest-nic':
      return layer.guest.hosts.flatMap((host) => plugOf(layer.nic, host, index));
  }
}

/** What stands on it. */
export function above(layer: Layer, index: NetworkIndex): readonly Contact[] {
  switch (layer.kind) {
    case 'device':
      return aboveDevice(layer.device, layer.host, index);
    case 'network':
      return index.network.guests.flatMap((guest) =>
        guest.nics
          .filter(
            ({ attachment }) => attachment.kind === 'network' && attachment.network === layer.network.id,
          )
          .map((nic) => plugged(nic, guest)),
      );
    case 'virtual-network':
      return nicsOn(layer.host, index, layer.network.id);
    case 'guest-nic':
      return [];
  }
}

interface Lower {
  readonly id: ElementId;
  readonly at: Origin;
}

function belowDevice(device: Device): readonly Lower[] {
  switch (device.kind) {
    case 'nic':
      return [];
    case 'bond':
      return device.ports.map(({ value, origin }) => ({ id: value, at: origin }));
    case 'vlan':
      return [{ id: device.parent.value, at: device.parent.origin }];
    case 'bridge':
      return device.ports.map((port) => ({ id: port.device, at: port.origin }));
  }
}

function aboveDevice(device: Device, host: Host, index: NetworkIndex): readonly Contact[] {
  const controller = device.controller === undefined ? undefined : index.device(device.controller);
  const uppers = [...(controller ? [controller] : []), ...index.vlansOn(device.id)];
  const stacked = uppers.flatMap((upper) => {
    const said = belowDevice(upper).filter(({ id }) => id === device.id);
    return contact(
      upper,
      said.map(({ at }) => at),
      index,
    );
  });
  const networks = device.networks.flatMap(({ value, origin }): readonly Contact[] => {
    const network = index.logicalNetwork(value);
    return network ? [{ layer: { kind: 'network', network }, said: [origin] }] : [];
  });
  const over = host.virtualNetworks.flatMap((network): readonly Contact[] =>
    network.kind !== 'bridged' && network.over?.value === device.id
      ? [{ layer: { kind: 'virtual-network', network, host }, said: [network.over.origin] }]
      : [],
  );
  return [...stacked, ...networks, ...over, ...nicsOn(host, index, device.id)];
}

/** NICs of the host's guests that are plugged into a bridge or a virtual network. */
function nicsOn(host: Host, index: NetworkIndex, into: ElementId): readonly Contact[] {
  return index
    .guestsOn(host.id)
    .flatMap((guest) =>
      guest.nics
        .filter((nic) => plugOf(nic, host.id, index).some(({ layer }) => idOf(layer) === into))
        .map((nic) => plugged(nic, guest)),
    );
}

function plugOf(nic: GuestNic, host: ElementId, index: NetworkIndex): readonly Contact[] {
  const plug = index.plugOf(nic, host);
  if (!plug) return [];
  const said = [nic.attachment.origin];
  if (plug.bridge) return contact(plug.bridge, said, index);
  if (plug.kind === 'bridge' || plug.virtualNetwork.kind === 'bridged') return [];
  const layer = virtualLayer(plug.virtualNetwork, index);
  return layer ? [{ layer, said }] : [];
}

const plugged = (nic: GuestNic, guest: Guest): Contact => ({
  layer: { kind: 'guest-nic', nic, guest },
  said: [nic.attachment.origin],
});

const servedAt = (device: Device, network: LogicalNetwork): readonly Origin[] =>
  device.networks.filter(({ value }) => value === network.id).map(({ origin }) => origin);

function contact(
  device: Device | undefined,
  said: readonly Origin[],
  index: NetworkIndex,
): readonly Contact[] {
  const layer = device && deviceLayer(device, index);
  return layer ? [{ layer, said }] : [];
}
