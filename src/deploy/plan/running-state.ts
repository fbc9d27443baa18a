import type { ObservedHost, ObservedLink, ObservedVlan } from '../observe/index.js';
import type { PlannedChange } from './plan.js';
import type { WantedProfile } from './wanted-profile.js';

/**
 * What the kernel shows otherwise than the profile says: the host has drifted although its files are right. What may be there
 * for good reasons is left alone: further addresses (a floating one), a NIC without a cable.
 */
export function runningChanges(profile: WantedProfile, host: ObservedHost): readonly PlannedChange[] {
  const link = host.links.find(({ name }) => name === profile.device);
  const active = host.networkManager.profiles.find(({ uuid }) => uuid === profile.uuid)?.device;
  if (!link || active !== profile.device) {
    return link && lacksCable(link) ? [] : [running('state', 'inactive', 'active')];
  }
  return [
    ...linkChanges(profile, link),
    ...vlanChanges(profile, link),
    ...layerThreeChanges(profile, link, host),
  ];
}

/** An Ethernet NIC without carrier cannot be activated; its profile starts when the cable is plugged. */
export const lacksCable = ({ kind, carrier }: ObservedLink): boolean => kind === undefined && !carrier;

function running(path: string, before: string | undefined, after: string | undefined): PlannedChange {
  return {
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    running: true,
  };
}

function differs<T extends string | number | boolean>(
  path: string,
  before: T | undefined,
  after: T | undefined,
): readonly PlannedChange[] {
  if (before === after) return [];
  return [
    running(
      path,
      before === undefined ? undefined : String(before),
      after === undefined ? undefined : String(after),
    ),
  ];
}

function linkChanges(profile: WantedProfile, link: ObservedLink): readonly PlannedChange[] {
  return [
    ...(profile.mtu === undefined ? [] : differs('mtu', link.mtu, profile.mtu)),
    ...differs('controller', link.controller, profile.controller),
    ...(profile.vlan
      ? [
          ...differs('vlan.parent', link.parent, profile.vlan.parent),
          ...differs('vlan.id', link.vlanId, profile.vlan.id),
        ]
      : []),
    ...(profile.bond ? differs('bond.mode', link.bond?.mode, profile.bond.mode) : []),
    ...(profile.bridge
      ? [
          ...differs('bridge.vlan-filtering', link.bridge?.vlanFiltering, profile.bridge.vlanFiltering),
          ...differs('bridge.stp', link.bridge?.stp, profile.bridge.stp),
        ]
      : []),
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
