import { hostId, networkId, type ElementId, type NetworkIndex } from '../../model/index.js';
import type { KnownDevice, Owner, SiteKnowledge } from '../completion/site-knowledge.js';
import type { DeviceDeclaration, ProfileDeclaration } from '../declarations/declaration.js';
import type { KvmnetSharedServices } from '../module.js';

type Workspace = Pick<KvmnetSharedServices['workspace'], 'Sites' | 'ObservedNics'>;

/** What completion may rest on, looked up when it is asked for. */
export function knowledgeOfSite(
  uri: string,
  index: NetworkIndex,
  { Sites, ObservedNics }: Workspace,
): SiteKnowledge {
  const profiles = Sites.namesOf(uri)?.profiles;
  const profileOf = (name: string): ProfileDeclaration | undefined => profiles?.get(name);
  const { folder } = index.network;
  return {
    index,
    profiles: [...(profiles?.names() ?? [])],
    devicesOf: (owner) =>
      owner.kind === 'host'
        ? devicesOfHost(owner.name, index)
        : devicesOfProfile(owner.name, index, profileOf),
    observedNics: (owner) =>
      hostsLike(owner, index)
        .map((host) => ObservedNics.of(folder, host))
        .find((nics) => nics.length > 0) ?? [],
  };
}

/** The host itself, or those that are made of the profile. */
const hostsLike = ({ kind, name }: Owner, { network }: NetworkIndex): readonly string[] =>
  kind === 'host'
    ? [name]
    : network.hosts
        .filter(({ profiles }) => profiles.some(({ value }) => value === name))
        .map((host) => host.name);

function devicesOfHost(name: string, index: NetworkIndex): readonly KnownDevice[] {
  const host = index.host(hostId(name));
  return (host?.devices ?? []).map((device): KnownDevice => {
    const controller = device.controller === undefined ? undefined : index.device(device.controller)?.name;
    const carries = device.kind === 'nic' || device.kind === 'bond' ? device.carries : [];
    const { uri, range } = device.places.whole;
    const own = host?.places.whole;
    const isOwn =
      uri === own?.uri && range.start.line >= own.range.start.line && range.end.line <= own.range.end.line;
    return {
      name: device.name,
      kind: device.kind,
      networks: [...new Set([...carries, ...device.networks].map(({ value }) => value))],
      ...(controller !== undefined && { controller }),
      ...(device.derived && { derived: true }),
      ...(!device.derived && !isOwn && { inherited: true }),
    };
  });
}

/** Written devices of the profile and of those that it builds on; what follows from them, as on a host that has it. */
function devicesOfProfile(
  name: string,
  index: NetworkIndex,
  profileOf: (name: string) => ProfileDeclaration | undefined,
): readonly KnownDevice[] {
  const declarations = profileDevices(name, profileOf, new Set());
  const controllers = new Map(
    declarations.flatMap(({ device }) => portsOf(device).map((port) => [port, device.name] as const)),
  );
  const written = declarations.map(({ device, profile }): KnownDevice => {
    const controller = controllers.get(device.name);
    return {
      name: device.name,
      kind: device.kind,
      networks: networksOf(device),
      ...(controller !== undefined && { controller }),
      ...(profile !== name && { inherited: true }),
    };
  });
  const known = new Set(written.map((device) => device.name));
  const [host] = hostsLike({ kind: 'profile', name }, index);
  const derived = host === undefined ? [] : devicesOfHost(host, index).filter((device) => device.derived);
  return [...written, ...derived.filter((device) => !known.has(device.name))];
}

const networksOf = (device: DeviceDeclaration): readonly ElementId[] => {
  const names = device.kind === 'nic' || device.kind === 'bond' ? device.carries : device.networks;
  return (names ?? []).map(({ value }) => networkId(value));
};

function portsOf(device: DeviceDeclaration): readonly string[] {
  if (device.kind !== 'bond' && device.kind !== 'bridge') return [];
  const blocks = device.kind === 'bridge' ? device.portBlocks.map((port) => port.device) : [];
  return [...(device.ports ?? []), ...blocks].map(({ value }) => value);
}

/** Profiles that go round in a circle are walked once. */
function profileDevices(
  name: string,
  profileOf: (name: string) => ProfileDeclaration | undefined,
  seen: Set<string>,
): readonly { readonly device: DeviceDeclaration; readonly profile: string }[] {
  const profile = profileOf(name);
  if (!profile || seen.has(name)) return [];
  seen.add(name);
  return [
    ...profile.profiles.flatMap(({ value }) => profileDevices(value, profileOf, seen)),
    ...profile.devices.map((device) => ({ device, profile: name })),
  ];
}
