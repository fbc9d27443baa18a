import {
  deviceId,
  guestId,
  guestNicId,
  hostId,
  networkId,
  poolId,
  sameOrigin,
  virtualNetworkId,
  zoneId,
  type Device,
  type Guest,
  type GuestNic,
  type Host,
  type LogicalNetwork,
  type ManagedNetwork,
  type NetworkIndex,
  type Pool,
  type Zone,
} from '../../model/index.js';
import type { NamedWord, Owner } from './named-word.js';

/** Something of the model that a word stands for. */
export type Subject =
  | { readonly kind: 'network'; readonly network: LogicalNetwork }
  | { readonly kind: 'host'; readonly host: Host }
  | { readonly kind: 'profile'; readonly name: string; readonly hosts: readonly Host[] }
  | { readonly kind: 'pool'; readonly pool: Pool }
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'device'; readonly device: Device; readonly host: Host }
  | { readonly kind: 'virtual-network'; readonly network: ManagedNetwork; readonly host: Host }
  | { readonly kind: 'guest'; readonly guest: Guest }
  | { readonly kind: 'guest-nic'; readonly nic: GuestNic; readonly guest: Guest };

/**
 * What a word stands for in a site: a profile's bond for the bond of each host that is made of the profile, a name after
 * `carries` for the devices that follow and the network itself.
 */
export function subjectsOf(word: NamedWord, index: NetworkIndex): readonly Subject[] {
  const { name } = word;
  switch (word.kind) {
    case 'network':
      return present(index.logicalNetwork(networkId(name)), (network) => ({ kind: 'network', network }));
    case 'host':
      return present(index.host(hostId(name)), (host) => ({ kind: 'host', host }));
    case 'guest':
      return present(index.guest(guestId(name)), (guest) => ({ kind: 'guest', guest }));
    case 'pool':
      return present(
        index.network.pools.find(({ id }) => id === poolId(name)),
        (pool) => ({ kind: 'pool', pool }),
      );
    case 'zone':
      return present(
        index.network.zones.find(({ id }) => id === zoneId(name)),
        (zone) => ({ kind: 'zone', zone }),
      );
    case 'profile':
      return [{ kind: 'profile', name, hosts: hostsMadeOf(name, index) }];
    case 'device':
      return hostsOf(word.owner, index).flatMap((host) => deviceOf(host, name, index));
    case 'virtual-network':
      return hostsOf(word.owner, index).flatMap((host) => virtualNetworkOf(host, name, index));
    case 'served':
      return [
        ...hostsOf(word.owner, index).flatMap((host) => derivedFrom(word, host)),
        ...present(index.logicalNetwork(networkId(name)), (network) => ({
          kind: 'network' as const,
          network,
        })),
      ];
    case 'guest-nic':
      return nicOf(word.guest, name, index);
    case 'attachment':
      return pluggedInto(word.guest, word.nic, index);
  }
}

function present<T>(value: T | undefined, make: (value: T) => Subject): readonly Subject[] {
  return value === undefined ? [] : [make(value)];
}

export const hostsMadeOf = (profile: string, index: NetworkIndex): readonly Host[] =>
  index.network.hosts.filter(({ profiles }) => profiles.some(({ value }) => value === profile));

function hostsOf({ kind, name }: Owner, index: NetworkIndex): readonly Host[] {
  if (kind === 'profile') return hostsMadeOf(name, index);
  const host = index.host(hostId(name));
  return host ? [host] : [];
}

function deviceOf(host: Host, name: string, index: NetworkIndex): readonly Subject[] {
  const local = name.startsWith(`${host.name}.`) ? name.slice(host.name.length + 1) : name;
  const device = index.device(deviceId(host.name, name)) ?? index.device(deviceId(host.name, local));
  return present(device, (found) => ({ kind: 'device', device: found, host }));
}

function virtualNetworkOf(host: Host, name: string, index: NetworkIndex): readonly Subject[] {
  const network = index.virtualNetwork(virtualNetworkId(host.name, name));
  if (network === undefined || network.kind === 'bridged') return [];
  return [{ kind: 'virtual-network', network, host }];
}

/** Derived devices are placed at the word that they follow from. */
const derivedFrom = ({ origin }: NamedWord, host: Host): readonly Subject[] =>
  host.devices
    .filter(({ derived, places }) => derived !== undefined && sameOrigin(places.name, origin))
    .map((device) => ({ kind: 'device', device, host }));

function nicOf(guestName: string, name: string, index: NetworkIndex): readonly Subject[] {
  const guest = index.guest(guestId(guestName));
  const nic = guest?.nics.find(({ id }) => id === guestNicId(guestName, name));
  return guest && nic ? [{ kind: 'guest-nic', nic, guest }] : [];
}

/** A network of the site; else what it is on each host that the guest may run on. */
function pluggedInto(guestName: string, nicName: string, index: NetworkIndex): readonly Subject[] {
  const guest = index.guest(guestId(guestName));
  const nic = guest?.nics.find(({ id }) => id === guestNicId(guestName, nicName));
  if (!guest || !nic) return [];
  const { attachment } = nic;
  const network =
    attachment.kind === 'network' && attachment.network !== undefined
      ? index.logicalNetwork(attachment.network)
      : undefined;
  if (network) return [{ kind: 'network', network }];
  return guest.hosts.flatMap((id): readonly Subject[] => {
    const host = index.host(id);
    const plug = host && index.plugOf(nic, id);
    if (!host || !plug) return [];
    if (plug.kind === 'bridge') return [{ kind: 'device', device: plug.bridge, host }];
    return plug.virtualNetwork.kind === 'bridged'
      ? []
      : [{ kind: 'virtual-network', network: plug.virtualNetwork, host }];
  });
}
