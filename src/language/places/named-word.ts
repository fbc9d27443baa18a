import { comparePositions, type Origin, type Position } from '../../model/index.js';
import type { Name } from '../declarations/block-reader.js';
import type {
  Declaration,
  Declarations,
  DeviceDeclaration,
  GuestDeclaration,
  HostDeclaration,
  HostShape,
  NetworkDeclaration,
  PoolDeclaration,
  ProfileDeclaration,
  VirtualNetworkDeclaration,
} from '../declarations/declaration.js';

/** The block around a device: what the device is called by depends on it. */
export interface Owner {
  readonly kind: 'host' | 'profile';
  readonly name: string;
}

interface WordBase {
  readonly name: string;
  readonly origin: Origin;
}

/** A word that names something: where it is declared, or where it is referred to. */
export type NamedWord =
  | (WordBase & { readonly kind: 'network' | 'host' | 'guest' | 'pool' | 'profile' | 'zone' })
  | (WordBase & { readonly kind: 'device' | 'virtual-network'; readonly owner: Owner })
  /** After `carries`, or `network` on a device: a network, and the devices that follow. */
  | (WordBase & { readonly kind: 'served'; readonly owner: Owner })
  /** The name of a guest's NIC, or its keyword. */
  | (WordBase & { readonly kind: 'guest-nic'; readonly guest: string })
  /** What a guest's NIC is plugged into. */
  | (WordBase & { readonly kind: 'attachment'; readonly guest: string; readonly nic: string });

export const isWithin = ({ range }: Origin, position: Position): boolean =>
  comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;

/** The naming word at a place of a file. Only the declaration around it is looked into. */
export function namedWordAt(declarations: Declarations, position: Position): NamedWord | undefined {
  for (const words of wordsByDeclaration(declarations, position))
    for (const word of words) if (isWithin(word.origin, position)) return word;
  return undefined;
}

function* wordsByDeclaration(
  { networks, pools, profiles, hosts, guests, zones }: Declarations,
  position: Position,
): Iterable<Iterable<NamedWord>> {
  const here = ({ places }: Declaration): boolean => isWithin(places.whole, position);
  for (const network of networks) if (here(network)) yield wordsOfNetwork(network);
  for (const pool of pools) if (here(pool)) yield wordsOfPool(pool);
  for (const profile of profiles) if (here(profile)) yield wordsOfShape('profile', profile);
  for (const host of hosts) if (here(host)) yield wordsOfHost(host);
  for (const guest of guests) if (here(guest)) yield wordsOfGuest(guest);
  for (const zone of zones) if (here(zone)) yield [declared('zone', zone)];
}

type SiteWide = 'network' | 'host' | 'guest' | 'pool' | 'profile' | 'zone';

const declared = (kind: SiteWide, { name, places }: Declaration): NamedWord => ({
  kind,
  name,
  origin: places.name,
});

const referred = (kind: SiteWide, names: readonly (Name | undefined)[] | undefined): readonly NamedWord[] =>
  (names ?? []).flatMap((name) => (name ? [{ kind, name: name.value, origin: name.origin }] : []));

function* wordsOfNetwork(network: NetworkDeclaration): Iterable<NamedWord> {
  yield declared('network', network);
  yield* referred('zone', [network.zone]);
}

function* wordsOfPool(pool: PoolDeclaration): Iterable<NamedWord> {
  yield declared('pool', pool);
  yield* referred('host', pool.hosts);
}

function* wordsOfHost(host: HostDeclaration): Iterable<NamedWord> {
  yield* referred('host', [host.via]);
  yield* wordsOfShape('host', host);
}

function* wordsOfShape(
  kind: Owner['kind'],
  shape: HostShape & (HostDeclaration | ProfileDeclaration),
): Iterable<NamedWord> {
  const owner: Owner = { kind, name: shape.name };
  yield declared(kind, shape);
  yield* referred('profile', shape.profiles);
  for (const device of shape.devices) yield* wordsOfDevice(device, owner);
  for (const network of shape.virtualNetworks) yield* wordsOfVirtualNetwork(network, owner);
}

function* wordsOfDevice(device: DeviceDeclaration, owner: Owner): Iterable<NamedWord> {
  const { kind, name, places, zone } = device;
  yield { kind: 'device', name, origin: places.name, owner };
  yield* referred('zone', [zone]);
  const networks = kind === 'nic' || kind === 'bond' ? device.carries : device.networks;
  for (const network of networks ?? [])
    yield { kind: 'served', name: network.value, origin: network.origin, owner };
  for (const other of devicesNamedBy(device)) if (other) yield deviceWord(other, owner);
}

function devicesNamedBy(device: DeviceDeclaration): readonly (Name | undefined)[] {
  switch (device.kind) {
    case 'nic':
      return [];
    case 'bond':
      return [...(device.ports ?? []), device.primary];
    case 'vlan':
      return [device.parent];
    case 'bridge':
      return [...(device.ports ?? []), ...device.portBlocks.map((port) => port.device)];
  }
}

const deviceWord = ({ value, origin }: Name, owner: Owner): NamedWord => ({
  kind: 'device',
  name: value,
  origin,
  owner,
});

function* wordsOfVirtualNetwork(
  { name, places, zone, over, forwards }: VirtualNetworkDeclaration,
  owner: Owner,
): Iterable<NamedWord> {
  yield { kind: 'virtual-network', name, origin: places.name, owner };
  yield* referred('zone', [zone]);
  yield* referred(
    'guest',
    forwards.map(({ guest }) => guest),
  );
  if (over) yield deviceWord(over, owner);
}

function* wordsOfGuest(guest: GuestDeclaration): Iterable<NamedWord> {
  yield declared('guest', guest);
  const { placement } = guest;
  if (placement) yield* referred(placement.kind, [placement.name]);
  for (const { name, places, attachment } of guest.nics) {
    yield {
      kind: 'attachment',
      name: attachment.name.value,
      origin: attachment.name.origin,
      guest: guest.name,
      nic: name,
    };
    yield { kind: 'guest-nic', name, origin: places.name, guest: guest.name };
  }
}
