import type { Origin } from '../../model/index.js';
import type { Name } from '../declarations/block-reader.js';
import type {
  Declaration,
  Declarations,
  DeviceDeclaration,
  GuestDeclaration,
  HostDeclaration,
  ProfileDeclaration,
  VirtualNetworkDeclaration,
} from '../declarations/declaration.js';
import type { SiteKind } from '../lowering/site-names.js';

/** A host or profile: devices and libvirt networks belong to one. */
export type Shape = HostDeclaration | ProfileDeclaration;

/** A name in the text. */
export type Occurrence = {
  readonly name: string;
  /** The word, its quotes included. */
  readonly origin: Origin;
  /** The thing itself is declared here. */
  readonly declares?: true;
} & (
  | { readonly kind: SiteKind }
  | { readonly kind: 'device'; readonly shape: Shape }
  | { readonly kind: 'virtual-network'; readonly shape: Shape }
  /** Inside of a guest: a bridge, or a network of the site or of libvirt, on whichever host it runs. */
  | { readonly kind: 'plugged-bridge' | 'plugged-network'; readonly guest: GuestDeclaration }
  | { readonly kind: 'guest-nic'; readonly guest: GuestDeclaration }
);

/** Every name that a file declares or uses. */
export function occurrencesIn(file: Declarations): readonly Occurrence[] {
  return [
    ...file.networks.flatMap((network) => [declared('networks', network), ...used('zones', network.zone)]),
    ...file.zones.map((zone) => declared('zones', zone)),
    ...file.pools.flatMap((pool) => [declared('pools', pool), ...used('hosts', ...(pool.hosts ?? []))]),
    ...file.profiles.flatMap((profile) => [declared('profiles', profile), ...inShape(profile)]),
    ...file.hosts.flatMap((host) => [declared('hosts', host), ...used('hosts', host.via), ...inShape(host)]),
    ...file.guests.flatMap(inGuest),
  ];
}

const declared = (kind: SiteKind, { name, places }: Declaration): Occurrence => ({
  kind,
  name,
  origin: places.name,
  declares: true,
});

const used = (kind: SiteKind, ...names: readonly (Name | undefined)[]): readonly Occurrence[] =>
  names.flatMap((name) => (name ? [{ kind, name: name.value, origin: name.origin }] : []));

function inShape(shape: Shape): readonly Occurrence[] {
  return [
    ...used('profiles', ...shape.profiles),
    ...shape.devices.flatMap((device) => inDevice(device, shape)),
    ...shape.virtualNetworks.flatMap((network) => inVirtualNetwork(network, shape)),
  ];
}

function inDevice(device: DeviceDeclaration, shape: Shape): readonly Occurrence[] {
  const networks = device.kind === 'nic' || device.kind === 'bond' ? device.carries : device.networks;
  return [
    { kind: 'device', name: device.name, origin: device.places.name, declares: true, shape },
    ...used('networks', ...(networks ?? [])),
    ...used('zones', device.zone),
    ...devicesNamedBy(device).map(({ value, origin }): Occurrence => ({
      kind: 'device',
      name: value,
      origin,
      shape,
    })),
  ];
}

function devicesNamedBy(device: DeviceDeclaration): readonly Name[] {
  switch (device.kind) {
    case 'nic':
      return [];
    case 'bond':
      return [...(device.ports ?? []), ...(device.primary ? [device.primary] : [])];
    case 'vlan':
      return device.parent ? [device.parent] : [];
    case 'bridge':
      return [...(device.ports ?? []), ...device.portBlocks.map((port) => port.device)];
  }
}

function inVirtualNetwork(network: VirtualNetworkDeclaration, shape: Shape): readonly Occurrence[] {
  const { name, places, over, forwards, zone } = network;
  return [
    { kind: 'virtual-network', name, origin: places.name, declares: true, shape },
    ...(over ? [{ kind: 'device' as const, name: over.value, origin: over.origin, shape }] : []),
    ...used('guests', ...forwards.map(({ guest }) => guest)),
    ...used('zones', zone),
  ];
}

function inGuest(guest: GuestDeclaration): readonly Occurrence[] {
  const { placement } = guest;
  return [
    declared('guests', guest),
    ...used(placement?.kind === 'pool' ? 'pools' : 'hosts', placement?.name),
    ...guest.nics.flatMap(({ name, places, attachment }): readonly Occurrence[] => [
      // A NIC without a name points to its keyword.
      ...(places.name.range.start.character === places.whole.range.start.character &&
      places.name.range.start.line === places.whole.range.start.line
        ? []
        : [{ kind: 'guest-nic' as const, name, origin: places.name, declares: true as const, guest }]),
      {
        kind: attachment.kind === 'bridge' ? 'plugged-bridge' : 'plugged-network',
        name: attachment.name.value,
        origin: attachment.name.origin,
        guest,
      },
    ]),
  ];
}
