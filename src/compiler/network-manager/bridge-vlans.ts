import {
  hasAddress,
  singleVlan,
  vlanSet,
  vlanSetMinus,
  type Bridge,
  type BridgePort,
  type VlanSet,
} from '../../model/index.js';

/** VLAN of untagged frames; 0 = such frames are dropped, which is what the language means when nothing is written. */
export const untaggedVlan = ({ pvid }: Bridge): number => pvid?.value ?? 0;

/**
 * The kernel's default PVID, which every port gets when it is attached, guests' TAPs too. A port with another native
 * VLAN would keep the default one as a second untagged member: NetworkManager only adds VLANs when it attaches a port
 * (nm-device-bridge.c, attach_port). Then no port gets a default, and each says its own.
 */
export function defaultPvid(bridge: Bridge): number {
  const own = untaggedVlan(bridge);
  return bridge.ports.some(({ native }) => native !== undefined && native.value !== own) ? 0 : own;
}

const formatRanges = (set: VlanSet): readonly string[] =>
  set.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));

/** NetworkManager's form: `10 pvid untagged,20,30-40`. */
function formatVlans(untagged: number, tagged: VlanSet): string {
  const own = untagged === 0 ? [] : [`${untagged} pvid untagged`];
  const others = untagged === 0 ? tagged : vlanSetMinus(tagged, singleVlan(untagged));
  return [...own, ...formatRanges(others)].join(',');
}

/** What a port lets through: its trunk, else all VLANs of the bridge; empty text = nothing but the default. */
export function portVlans(bridge: Bridge, port: BridgePort): string {
  const trunk = port.trunk?.value ?? bridge.vlans?.value ?? [];
  return formatVlans(port.native?.value ?? untaggedVlan(bridge), trunk);
}

/**
 * VLANs that reach the host itself, beside the default: those that it has VLAN devices for, and the untagged one when
 * the bridge has an address. Guests and uplinks need no membership of the bridge device, and with it the host would
 * get every tenant's broadcasts.
 */
export function ownVlans(bridge: Bridge, idsOnTop: readonly number[]): string {
  const tagged = vlanSet(idsOnTop.map((id) => ({ first: id, last: id })));
  const untagged = untaggedVlan(bridge);
  const saysUntagged = defaultPvid(bridge) !== untagged && hasAddress(bridge.addressing);
  return formatVlans(saysUntagged ? untagged : 0, tagged);
}

/**
 * The untagged VLAN that a TAP must be given by name because the kernel's default does not: undefined when the default
 * does, or when untagged frames are dropped.
 */
export function explicitTapVlan(bridge: Bridge): number | undefined {
  const untagged = untaggedVlan(bridge);
  return bridge.vlanAware.value && untagged !== 0 && defaultPvid(bridge) !== untagged ? untagged : undefined;
}
