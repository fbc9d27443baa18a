import {
  formatVlanSet,
  hasRole,
  hostId,
  poolId,
  type Host,
  type LogicalNetwork,
  type NetworkIndex,
} from '../../model/index.js';
import type { ProfileDeclaration } from '../declarations/declaration.js';
import type { Named, NamedDevice, OwnerBlock, Placement, SiteNames } from '../completion/site-names.js';

/** What completion may offer, read from the network as it is now. */
export function namesOfSite(
  index: NetworkIndex,
  profileOf: (name: string) => ProfileDeclaration | undefined,
  profiles: readonly string[],
): SiteNames {
  const { network } = index;
  const hostsOf = ({ host, pool }: Placement): readonly Host[] => {
    if (host !== undefined) return present(index.host(hostId(host)));
    const members = network.pools.find(({ id }) => pool !== undefined && id === poolId(pool))?.hosts ?? [];
    return members.flatMap(({ value }) => present(index.host(value)));
  };
  return {
    networks: network.networks.map((one) => ({
      name: one.name,
      forGuests: hasRole(one, 'vm'),
      detail: networkDetail(one),
    })),
    hosts: names(network.hosts),
    pools: names(network.pools),
    profiles: profiles.map((name) => ({ name })),
    zones: names(network.zones),
    guests: names(network.guests),
    devicesOf: (owner) => devicesOf(owner, index, profileOf),
    virtualNetworksFor: (placement) =>
      unique(
        hostsOf(placement).flatMap((host) => host.virtualNetworks.filter(({ kind }) => kind !== 'bridged')),
      ),
    bridgesFor: (placement) =>
      unique(hostsOf(placement).flatMap((host) => host.devices.filter(({ kind }) => kind === 'bridge'))),
    nextNumber: () => lowestFree(network.hosts.map(({ number }) => number?.value)),
    nextVlan: () => 1 + Math.max(0, ...network.networks.map(({ vlan }) => vlan?.value ?? 0)),
  };
}

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
const names = (elements: readonly Named[]): readonly Named[] => elements.map(({ name }) => ({ name }));

function unique(elements: readonly Named[]): readonly Named[] {
  return [...new Set(elements.map(({ name }) => name))].map((name) => ({ name }));
}

function networkDetail(network: LogicalNetwork): string {
  const tags = network.vlans
    ? `VLANs ${formatVlanSet(network.vlans.value)}`
    : network.vlan && `VLAN ${network.vlan.value}`;
  return [network.roles.map(({ value }) => value).join(', '), tags ?? 'untagged']
    .filter((part) => part !== '')
    .join(' · ');
}

function devicesOf(
  owner: OwnerBlock,
  index: NetworkIndex,
  profileOf: (name: string) => ProfileDeclaration | undefined,
): readonly NamedDevice[] {
  if (owner.kind === 'host') {
    return (index.host(hostId(owner.name))?.devices ?? []).map((device) => {
      const controller = device.controller === undefined ? undefined : index.device(device.controller)?.name;
      return { name: device.name, kind: device.kind, ...(controller !== undefined && { controller }) };
    });
  }
  const devices = profileDevices(owner.name, profileOf, new Set());
  const controllers = new Map(
    devices.flatMap((device) => {
      if (device.kind !== 'bond' && device.kind !== 'bridge') return [];
      const blocks = device.kind === 'bridge' ? device.portBlocks.map((port) => port.device) : [];
      return [...(device.ports ?? []), ...blocks].map(({ value }) => [value, device.name] as const);
    }),
  );
  return devices.map(({ name, kind }) => {
    const controller = controllers.get(name);
    return { name, kind, ...(controller !== undefined && { controller }) };
  });
}

/** Devices of a profile and of those that it builds on; profiles that go round in a circle are walked once. */
function profileDevices(
  name: string,
  profileOf: (name: string) => ProfileDeclaration | undefined,
  seen: Set<string>,
): ProfileDeclaration['devices'] {
  const profile = profileOf(name);
  if (!profile || seen.has(name)) return [];
  seen.add(name);
  return [
    ...profile.profiles.flatMap(({ value }) => profileDevices(value, profileOf, seen)),
    ...profile.devices,
  ];
}

function lowestFree(taken: readonly (number | undefined)[]): number {
  const used = new Set(taken);
  const start = Math.min(...taken.filter((value) => value !== undefined), Number.POSITIVE_INFINITY);
  let free = Number.isFinite(start) ? start : 1;
  while (used.has(free)) free++;
  return free;
}
