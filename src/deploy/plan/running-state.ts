import type { ObservedHost, ObservedLink, ObservedVlan } from '../observe/index.js';
import type { PlannedChange } from './plan.js';
import { formatRoute, isRoute } from './routes.js';
import { differs, running } from './running-change.js';
import { bondChanges, bridgeChanges } from './running-options.js';
import type { WantedProfile } from './wanted-profile.js';

/**
 * What the kernel shows otherwise than the profile says: the host has drifted although its files are right. What may be there
 * for good reasons is left alone: further addresses (a floating one) and routes, a NIC without a cable.
 */
export function runningChanges(profile: WantedProfile, host: ObservedHost): readonly PlannedChange[] {
  const link = host.links.find(({ name }) => name === profile.device);
  const active = host.networkManager.profiles.find(({ uuid }) => uuid === profile.uuid)?.device;
  if (!link || active !== profile.device) {
    return link && lacksCable(link) ? [] : [running('state', 'inactive', 'active')];
  }
  return [
    ...linkChanges(profile, link, host),
    ...vlanChanges(profile, link),
    ...layerThreeChanges(profile, link, host),
    ...routeChanges(profile, link, host),
  ];
}

/** An Ethernet NIC without carrier cannot be activated; its profile starts when the cable is plugged. */
export const lacksCable = ({ kind, carrier }: ObservedLink): boolean => kind === undefined && !carrier;

function linkChanges(
  profile: WantedProfile,
  link: ObservedLink,
  { links }: ObservedHost,
): readonly PlannedChange[] {
  return [
    ...(profile.mtu === undefined ? [] : differs('mtu', link.mtu, profile.mtu)),
    ...differs('controller', link.controller, profile.controller),
    ...(profile.vlan
      ? [
          ...differs('vlan.parent', link.parent, profile.vlan.parent),
          ...differs('vlan.id', link.vlanId, profile.vlan.id),
          ...(link.vlanReorders === undefined || link.vlanReorders === profile.vlan.reorders
            ? []
            : differs('vlan.flags', Number(link.vlanReorders), Number(profile.vlan.reorders))),
        ]
      : []),
    ...(profile.bond ? bondChanges(profile.bond, link, links) : []),
    ...(profile.bridge ? bridgeChanges(profile.bridge, link.bridge) : []),
  ];
}

const formatVlan = ({ id, pvid, untagged }: ObservedVlan): string =>
  [`${id}`, ...(pvid ? ['pvid'] : []), ...(untagged ? ['untagged'] : [])].join(' ');

function vlanChanges({ vlans, bridge }: WantedProfile, link: ObservedLink): readonly PlannedChange[] {
  if (!vlans || (bridge && !bridge.vlanFiltering)) return [];
  const wanted = new Map(vlans.map((vlan) => [vlan.id, formatVlan(vlan)]));
  const found = new Map(link.vlans.map((vlan) => [vlan.id, formatVlan(vlan)]));
  const ids = [...new Set([...wanted.keys(), ...found.keys()])].sort((a, b) => a - b);
  return ids.flatMap((id) => differs(`bridge-vlan[${id}]`, found.get(id), wanted.get(id)));
}

function layerThreeChanges(
  { addresses, zone }: WantedProfile,
  link: ObservedLink,
  { firewalld }: ObservedHost,
): readonly PlannedChange[] {
  const missing = addresses.filter((address) => !link.addresses.includes(address));
  return [
    ...missing.map((address) => running('address', undefined, address)),
    ...(zone !== undefined && firewalld.state === 'running'
      ? differs('zone', firewalld.zoneOf[link.name], zone)
      : []),
  ];
}

/**
 * Routes that are missing. Where there is no carrier, or no address of the family (yet), none can be expected: NetworkManager
 * brings them with the cable, with the lease.
 */
function routeChanges(
  { routes, artifact }: WantedProfile,
  link: ObservedLink,
  host: ObservedHost,
): readonly PlannedChange[] {
  if (!link.up || !link.carrier) return [];
  const families = new Set(link.addresses.map((address) => (address.includes(':') ? 6 : 4)));
  const found = host.routes.filter(({ device }) => device === link.name);
  return routes
    .filter((route) => families.has(route.family) && !found.some((one) => isRoute(route, one)))
    .map((route) => {
      const origin = artifact.fieldOrigins[route.field];
      return { ...running('route', undefined, formatRoute(route)), ...(origin && { origin }) };
    });
}
