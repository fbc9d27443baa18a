import type { ObservedHost } from '../observe/index.js';
import { deviceGraph, graphOfLinks, type DeviceGraph } from './device-graph.js';
import type { WantedProfile } from './wanted-profile.js';

/** A port of an 802.3ad bond waits for its partner's first frame, sent each second, and 2 s more (LINUX: bond_3ad.c). */
const LACP_FAST = 5;
/** Three times the 30 s between two frames of a slow partner. */
const LACP_SLOW = 90;
/** How long NetworkManager waits for an address (NM: ipv4.dhcp-timeout, ipv6.ra-timeout). */
const LEASE = 45;

/**
 * How long devices say nothing once they are activated: as they will be, not as they are. Seconds. One rests on the other: LACP
 * comes first, then a bridge's spanning tree, then whoever asks for an address.
 */
export interface Silence {
  /** The device and all that rests on it, now and after the plan. */
  readonly resting: (device: string) => ReadonlySet<string>;
  /** Until frames go through. */
  readonly ofFrames: (devices: Iterable<string>) => number;
  /** Until those that learn their addresses have them as well. */
  readonly ofAddresses: (devices: Iterable<string>) => number;
}

/** The devices as the wanted profiles make them, and those that no profile is about. */
export const graphAfter = (wanted: readonly WantedProfile[], links: ObservedHost['links']): DeviceGraph => {
  const profiles = wanted.flatMap(({ device, controller, vlan }) =>
    device === undefined ? [] : [{ name: device, controller, parent: vlan?.parent }],
  );
  const decided = new Set(profiles.map(({ name }) => name));
  return deviceGraph([
    ...profiles,
    ...links.filter(({ name, kind }) => !decided.has(name) && kind !== 'tun'),
  ]);
};

/** One that has an address of its own is activated without waiting for more (`may-fail`). */
const waitsForLease = (profile: WantedProfile | undefined): boolean =>
  profile !== undefined && profile.automatic && profile.addresses.length === 0;

export function silenceOf(wanted: readonly WantedProfile[], { links }: ObservedHost): Silence {
  const [before, after] = [graphOfLinks(links), graphAfter(wanted, links)];
  const profiles = new Map(wanted.map((profile) => [profile.device, profile]));
  const linkOf = (name: string): ObservedHost['links'][number] | undefined =>
    links.find((link) => link.name === name);

  /** A port of a bridge listens and learns, for the forward delay each; that of the root bridge counts, wherever it is. */
  const spanningTree = (name: string): number => {
    const running = linkOf(name)?.bridge;
    const bridge = profiles.has(name) ? profiles.get(name)?.bridge : running;
    return bridge?.stp ? 2 * Math.max(bridge.forwardDelay, running?.stp ? running.forwardDelay : 0) : 0;
  };
  const aggregation = (name: string): number => {
    const bond = profiles.has(name) ? profiles.get(name)?.bond : linkOf(name)?.bond;
    if (bond?.mode !== '802.3ad') return 0;
    return bond.options.lacp_rate === 'fast' ? LACP_FAST : LACP_SLOW;
  };
  const longest = (devices: Iterable<string>, seconds: (name: string) => number): number =>
    Math.max(0, ...[...devices].map(seconds));
  const ofFrames = (devices: Iterable<string>): number => {
    const all = [...devices];
    return longest(all, aggregation) + longest(all, spanningTree);
  };

  return {
    resting: (device) => new Set([...before.closureUp(device), ...after.closureUp(device)]),
    ofFrames,
    ofAddresses: (devices) => {
      const all = [...devices];
      return ofFrames(all) + longest(all, (name) => (waitsForLease(profiles.get(name)) ? LEASE : 0));
    },
  };
}
