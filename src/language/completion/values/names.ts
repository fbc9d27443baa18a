import {
  formatInterfaceAddress,
  formatVlanSet,
  hasRole,
  PREDEFINED_ZONES,
  ROLES,
  type LogicalNetwork,
  type Network,
  type Role,
} from '../../../model/index.js';
import { devicesAround, hostsOfGuest, ownerOf, ownName, type Situation } from '../situation.js';
import type { Value } from '../value.js';

const ROLE_DETAILS: Readonly<Record<Role, string>> = {
  management: 'how people and tools reach the hosts',
  heartbeat: 'the pulse of a cluster',
  migration: 'guests that move between hosts',
  storage: 'iSCSI, NFS, Ceph',
  vm: 'guests live here; gets a bridge on each host',
};

/** Roles that no network has yet come first; `vm` may be that of many. */
export function roleValues({ site }: Situation): readonly Value[] {
  const { networks } = site.index.network;
  const isTaken = (role: Role): boolean =>
    role !== 'vm' && networks.some((network) => hasRole(network, role));
  const free = ROLES.filter((role) => !isTaken(role));
  return [...free, ...ROLES.filter((role) => isTaken(role))].map((name) => ({
    name,
    detail: ROLE_DETAILS[name],
  }));
}

export function networkDetail(network: LogicalNetwork): string {
  const tags = network.vlans
    ? `VLANs ${formatVlanSet(network.vlans.value)}`
    : network.vlan && `VLAN ${network.vlan.value}`;
  return [
    network.roles.map(({ value }) => value).join(', '),
    tags ?? 'untagged',
    ...network.subnets.slice(0, 1).map(({ value }) => formatInterfaceAddress(value)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

const asValue = (network: LogicalNetwork, detail = networkDetail(network)): Value => ({
  name: network.name,
  detail,
  reference: true,
  ...(network.documentation !== undefined && { documentation: network.documentation }),
});

/** Networks that nothing on this host carries or serves yet come first. */
export function carriedValues(
  situation: Situation,
  suits: (network: LogicalNetwork) => boolean = () => true,
): readonly Value[] {
  const { network } = situation.site.index;
  const own = ownName(situation);
  const carriers = new Map(
    devicesAround(situation)
      .filter(({ name, derived }) => name !== own && derived !== true)
      .flatMap(({ name, networks }) => networks.map((id) => [id, name] as const)),
  );
  const suitable = network.networks.filter(suits);
  return [
    ...suitable.filter(({ id }) => !carriers.has(id)).map((each) => asValue(each)),
    ...suitable.flatMap((each) => {
      const carrier = carriers.get(each.id);
      return carrier === undefined ? [] : [asValue(each, `already on ${carrier}`)];
    }),
  ];
}

/** What a VLAN device or bridge may serve. */
export const servedValues = (situation: Situation): readonly Value[] =>
  situation.cursor.vocabulary.rule === 'VlanBlock'
    ? carriedValues(situation, ({ vlans }) => vlans === undefined)
    : carriedValues(situation);

/** What a guest's NIC may plug into: networks with role vm that its hosts carry, then the other ones of its hosts. */
export function attachableValues(situation: Situation): readonly Value[] {
  const { network } = situation.site.index;
  const hosts = hostsOfGuest(situation);
  const used = new Set(plugged(situation));
  const forGuests = network.networks.filter((each) => hasRole(each, 'vm'));
  const isCarried = ({ id }: LogicalNetwork): boolean =>
    hosts.every(({ virtualNetworks }) =>
      virtualNetworks.some((virtual) => virtual.kind === 'bridged' && virtual.network === id),
    );
  const managed = hosts.flatMap(({ virtualNetworks }) =>
    virtualNetworks.flatMap(({ kind, name }) => (kind === 'bridged' ? [] : [{ kind, name }])),
  );
  const own = [...new Map(managed.map((each) => [each.name, each])).values()].map(
    ({ kind, name }): Value => ({ name, detail: `${kind}, made by libvirt`, reference: true }),
  );
  const values = [
    ...forGuests.filter((each) => isCarried(each)).map((each) => asValue(each)),
    ...own,
    ...forGuests
      .filter((each) => !isCarried(each))
      .map((each) => asValue(each, `${networkDetail(each)} · not carried there`)),
  ];
  return [...values.filter(({ name }) => !used.has(name)), ...values.filter(({ name }) => used.has(name))];
}

/** Networks that other NICs of the guest are plugged into. */
function plugged({ cursor, site }: Situation): readonly string[] {
  const name = cursor.blocks[0]?.header[0];
  const guest = site.index.network.guests.find((each) => each.name === name);
  return (guest?.nics ?? []).map(({ attachment }) => attachment.name);
}

/** Bridges that every host of the guest has. */
export function bridgeValues(situation: Situation): readonly Value[] {
  const [first, ...others] = hostsOfGuest(situation).map(({ devices }) =>
    devices.flatMap(({ kind, name }) => (kind === 'bridge' ? [name] : [])),
  );
  return (first ?? [])
    .filter((name) => others.every((names) => names.includes(name)))
    .map((name) => ({ name, detail: 'bridge of the host', reference: true }));
}

const ZONE_DETAILS: Readonly<Record<string, string>> = {
  trusted: 'lets everything in',
  drop: 'lets nothing in and does not answer',
  block: 'lets nothing in, and says so',
  public: "firewalld's default: ssh and Cockpit",
  internal: 'ssh, mDNS, Samba client',
  libvirt: "libvirt's own for its networks",
};

export function zoneValues({ site }: Situation): readonly Value[] {
  const { zones } = site.index.network;
  const usual = Object.keys(ZONE_DETAILS);
  const predefined = [...usual, ...PREDEFINED_ZONES.filter((name) => !usual.includes(name))];
  return [
    ...zones.map(({ name, target, documentation }): Value => ({
      name,
      detail: `zone of this site${target ? ` · ${target.value}` : ''}`,
      reference: true,
      ...(documentation !== undefined && { documentation }),
    })),
    ...predefined.map((name): Value => ({ name, detail: ZONE_DETAILS[name] ?? 'of firewalld' })),
  ];
}

/** Zones that are used, but neither declared nor firewalld's. */
export function missingZones({ networks, hosts, zones }: Network): readonly string[] {
  const known = new Set([...PREDEFINED_ZONES, ...zones.map(({ name }) => name)]);
  const used = [
    ...networks.map(({ zone }) => zone?.value),
    ...hosts.flatMap(({ devices }) => devices.map(({ addressing }) => addressing.zone?.value)),
  ];
  return [...new Set(used)].filter((name): name is string => name !== undefined && !known.has(name));
}

/** Hosts that are in no other pool come first. */
export function memberValues(situation: Situation): readonly Value[] {
  const { pools, hosts } = situation.site.index.network;
  const own = ownName(situation);
  const poolOf = new Map(
    pools
      .filter(({ name }) => name !== own)
      .flatMap((pool) => pool.hosts.map(({ value }) => [value, pool.name] as const)),
  );
  const free = hosts.filter(({ id }) => !poolOf.has(id));
  return [...free, ...hosts.filter(({ id }) => poolOf.has(id))].map(({ id, name }) => {
    const pool = poolOf.get(id);
    return { name, reference: true, ...(pool !== undefined && { detail: `already in ${pool}` }) };
  });
}

/** A host is not reached through itself. */
export function jumpHostValues(situation: Situation): readonly Value[] {
  const own = ownerOf(situation)?.name;
  const { hosts } = situation.site.index.network;
  const others = hosts.filter(({ name }) => name !== own);
  const jumps = new Set(hosts.flatMap(({ via }) => (via ? [via.value] : [])));
  return [...others.filter(({ id }) => jumps.has(id)), ...others.filter(({ id }) => !jumps.has(id))].map(
    ({ id, name }) => ({ name, reference: true, ...(jumps.has(id) && { detail: 'others go through it' }) }),
  );
}

export const hostValues = ({ site }: Situation): readonly Value[] =>
  site.index.network.hosts.map(({ name, documentation }) => ({
    name,
    reference: true,
    ...(documentation !== undefined && { documentation }),
  }));

export const poolValues = ({ site }: Situation): readonly Value[] =>
  site.index.network.pools.map(({ name, hosts }) => ({
    name,
    detail: `${hosts.length} host${hosts.length === 1 ? '' : 's'}`,
    reference: true,
  }));

export function profileValues(situation: Situation): readonly Value[] {
  const { cursor, site } = situation;
  const own = cursor.begun[0] === 'profile' ? cursor.begun[1] : undefined;
  return site.profiles.filter((name) => name !== own).map((name) => ({ name, reference: true }));
}

/** How the other hosts are reached, with this host's name instead of theirs. */
export function sshValues(situation: Situation): readonly Value[] {
  const own = ownerOf(situation)?.name;
  if (own === undefined) return [];
  const alike = situation.site.index.network.hosts.flatMap(({ name, ssh }) => {
    const { user, name: target, port } = ssh.value;
    if (ssh.follows || name === own || !target.includes(name)) return [];
    const to = target.replace(name, own);
    return [`${user === undefined ? '' : `${user}@`}${to}${port === undefined ? '' : `:${port}`}`];
  });
  const said = new Set([...alike, `root@${own}`]);
  return [...said].map((name) => ({
    name,
    ...(alike.includes(name) && { detail: 'like the other hosts' }),
  }));
}
