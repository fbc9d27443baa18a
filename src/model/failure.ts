import { assertNever } from './assert-never.js';
import type { Bond, Device } from './device.js';
import type { ElementId } from './element.js';
import { below, framesInBridge, framesOfBridge, hasFrames, UNTAGGED } from './frames.js';
import type { Frames } from './frames.js';
import type { Guest, GuestNic } from './guest.js';
import type { Host } from './host.js';
import type { NetworkIndex } from './network-index.js';
import type { ManagedNetwork } from './virtual-network.js';

/** What a bond comes to. `from`: the port that carried; absent where no `primary` says which one that was. */
export type BondOutcome =
  | { readonly kind: 'fails-over'; readonly bond: Bond; readonly from?: ElementId; readonly to: ElementId }
  /** The links that are left carry everything: less bandwidth. */
  | { readonly kind: 'reduced'; readonly bond: Bond; readonly left: readonly ElementId[] }
  /** A port that only waited is gone: nothing to fall back to, when one is left. */
  | { readonly kind: 'standby-lost'; readonly bond: Bond; readonly left: readonly ElementId[] }
  | { readonly kind: 'no-link'; readonly bond: Bond }
  /** 802.3ad: fewer links than `min-links` are left, so it gives up those as well. */
  | { readonly kind: 'below-min-links'; readonly bond: Bond; readonly left: number; readonly least: number };

/** A host that reaches a network no more. */
export interface HostLoss {
  readonly host: Host;
  readonly network: ElementId;
  readonly device: Device;
}

/** A guest's NIC that reaches nothing outside of its host any more. */
export interface GuestLoss {
  readonly guest: Guest;
  readonly nic: GuestNic;
  /** Hosts on which it is cut off: all that it may run on, or some of a pool. */
  readonly hosts: readonly ElementId[];
  readonly isEverywhere: boolean;
}

/** Everything that failures lead to. Nothing of what was cut off before is in it. */
export interface FailureOutcome {
  /** What was taken to have failed and exists. */
  readonly failed: readonly ElementId[];
  readonly bonds: readonly BondOutcome[];
  readonly hosts: readonly HostLoss[];
  readonly guests: readonly GuestLoss[];
  /** Devices and virtual networks that reached the wire and do no more. */
  readonly cut: readonly ElementId[];
}

/** Id of what lies behind a bond or lone NIC: the switch, or the LAN, that its ports are plugged into. */
export const lanId = (device: ElementId): ElementId => `${device}/outside`;

/**
 * What happens when these fail at once: NICs (or what they are plugged into: `lanId`), bonds, any other device, virtual
 * networks, hosts. Pure: bonds choose as the kernel does (LINUX: drivers/net/bonding/bond_main.c, bond_3ad.c).
 */
export function failureOutcome(index: NetworkIndex, failed: readonly ElementId[]): FailureOutcome {
  const known = [...new Set(failed)].filter((id) => exists(id, index));
  const before = wires(index, new Set());
  const after = wires(index, new Set(known));
  // What fails on one host changes nothing on another: only these are looked at.
  const hosts = [...new Set(known.map((id) => hostOf(id, index)))].flatMap((id) => index.host(id) ?? []);
  const guests = [...new Set(hosts.flatMap(({ id }) => index.guestsOn(id)))];
  const devices = hosts.flatMap((host) => host.devices);
  const managed = hosts.flatMap(({ virtualNetworks }) =>
    virtualNetworks.filter((one): one is ManagedNetwork => one.kind !== 'bridged'),
  );
  const isCut = (device: Device): boolean =>
    before.reaches(device, whole(device)) && !after.reaches(device, whole(device));
  return {
    failed: known,
    bonds: devices.flatMap((device) =>
      device.kind === 'bond' && !known.includes(device.id) ? (bondOutcome(device, after) ?? []) : [],
    ),
    hosts: hosts.flatMap((host) =>
      host.devices.flatMap((device) => {
        if (!isCut(device)) return [];
        return device.networks.map(({ value }) => ({ host, network: value, device }));
      }),
    ),
    guests: guests.flatMap((guest) => guestLosses(guest, index, before, after)),
    cut: [
      ...devices.filter((device) => isCut(device)).map(({ id }) => id),
      ...managed.filter((one) => before.leaves(one) && !after.leaves(one)).map(({ id }) => id),
    ],
  };
}

/** Answers about who reaches the wire while some things have failed. */
interface Wires {
  readonly reaches: (device: Device, frames: Frames) => boolean;
  readonly leaves: (virtual: ManagedNetwork) => boolean;
  readonly isFailed: (id: ElementId) => boolean;
}

/** Frames of everything that uses a device. */
const whole = (device: Device): Frames => (device.kind === 'bridge' ? framesOfBridge(device) : UNTAGGED);

function wires(index: NetworkIndex, failed: ReadonlySet<ElementId>): Wires {
  const isFailed = (id: ElementId): boolean => failed.has(id);
  const isLanDown = (nic: Device): boolean =>
    isFailed(lanId(nic.id)) || (nic.controller !== undefined && isFailed(lanId(nic.controller)));
  /** `above` breaks circles that a site with errors may have. */
  function reaches(device: Device, frames: Frames, above: readonly ElementId[] = []): boolean {
    if (isFailed(device.id) || isFailed(device.host) || above.includes(device.id)) return false;
    const next = [...above, device.id];
    const ways = below(device, frames, index).filter(
      (way) => hasFrames(way.frames) && reaches(way.device, way.frames, next),
    );
    switch (device.kind) {
      case 'nic':
        return !isLanDown(device);
      case 'bond':
        return ways.length >= leastLinks(device);
      case 'vlan':
      case 'bridge':
        return ways.length > 0;
      default:
        return assertNever(device);
    }
  }
  return {
    isFailed,
    reaches,
    leaves: (virtual) => {
      if (virtual.kind === 'isolated' || isFailed(virtual.id) || isFailed(virtual.host)) return false;
      return routeDevices(virtual, index).some((device) => reaches(device, whole(device)));
    },
  };
}

/** `min_links` counts in mode 802.3ad only; every other mode is up with one link. */
const leastLinks = ({ mode, options }: Bond): number =>
  mode.value === '802.3ad' ? Math.max(1, options.minLinks?.value ?? 1) : 1;

/** Devices by which a network that libvirt makes leaves its host: the written one, else those with a default route. */
export function routeDevices(virtual: ManagedNetwork, index: NetworkIndex): readonly Device[] {
  if (virtual.kind === 'isolated') return [];
  if (virtual.over) {
    const device = index.device(virtual.over.value);
    return device ? [device] : [];
  }
  const devices = index.host(virtual.host)?.devices ?? [];
  return devices.filter(({ addressing }) => addressing.gateways.length > 0 || addressing.dhcp);
}

function bondOutcome(bond: Bond, after: Wires): BondOutcome | undefined {
  const ports = bond.ports.map(({ value }) => value);
  const isLeft = (id: ElementId): boolean =>
    ![id, lanId(id), lanId(bond.id), bond.host].some((one) => after.isFailed(one));
  const left = ports.filter(isLeft);
  if (left.length === ports.length || ports.length === 0) return undefined;
  const [first] = left;
  if (first === undefined) return { kind: 'no-link', bond };
  if (left.length < leastLinks(bond)) {
    return { kind: 'below-min-links', bond, left: left.length, least: leastLinks(bond) };
  }
  if (bond.mode.value !== 'active-backup') return { kind: 'reduced', bond, left };
  const primary = bond.options.primary?.value;
  if (primary === undefined) return { kind: 'fails-over', bond, to: first };
  return isLeft(primary)
    ? { kind: 'standby-lost', bond, left }
    : { kind: 'fails-over', bond, from: primary, to: first };
}

function guestLosses(guest: Guest, index: NetworkIndex, before: Wires, after: Wires): readonly GuestLoss[] {
  return guest.nics.flatMap((nic) => {
    const had = guest.hosts.filter((host) => nicReaches(nic, host, index, before));
    const lost = had.filter((host) => !nicReaches(nic, host, index, after));
    return lost.length === 0
      ? []
      : [{ guest, nic, hosts: lost, isEverywhere: lost.length === guest.hosts.length }];
  });
}

function nicReaches(nic: GuestNic, host: ElementId, index: NetworkIndex, state: Wires): boolean {
  if (nic.link?.value === false) return false;
  const plug = index.plugOf(nic, host);
  if (!plug) return false;
  if (plug.kind === 'virtual-network' && plug.virtualNetwork.kind !== 'bridged') {
    return state.leaves(plug.virtualNetwork);
  }
  const frames = plug.bridge && framesInBridge(nic, plug.bridge);
  return plug.bridge && frames ? hasFrames(frames) && state.reaches(plug.bridge, frames) : false;
}

const LAN_SUFFIX = '/outside';

const withoutLan = (id: ElementId): ElementId =>
  id.endsWith(LAN_SUFFIX) ? id.slice(0, -LAN_SUFFIX.length) : id;

/** The host that a failing thing is part of; an id that nobody knows is its own. */
const hostOf = (id: ElementId, index: NetworkIndex): ElementId =>
  index.device(withoutLan(id))?.host ?? index.virtualNetwork(id)?.host ?? id;

const exists = (id: ElementId, index: NetworkIndex): boolean => index.host(hostOf(id, index)) !== undefined;
