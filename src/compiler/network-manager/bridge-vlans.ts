import {
  hasAddress,
  singleVlan,
  vlanSet,
  vlanSetHas,
  vlanSetMinus,
  type Bridge,
  type BridgePort,
  type VlanSet,
} from '../../model/index.js';

/** VLAN of untagged frames; 0 = such frames are dropped, which is what the language means when nothing is written. */
export const untaggedVlan = ({ pvid }: Bridge): number => pvid?.value ?? 0;

/** The VLAN that kernel and libvirt treat as everybody's. */
const KERNEL_DEFAULT = 1;

/**
 * The kernel's default PVID, which every port gets when it is attached, guests' TAPs too, and which stays on it as an
 * untagged member when it is given another one: NetworkManager only adds VLANs to what it attaches (nm-device-bridge.c,
 * attach_port), libvirt 11 only takes VLAN 1 away from a tagged TAP (seen with 11.3: a trunk on a bridge with default
 * PVID 50 let the guest see VLAN 50). So there is none but 1, and not even that beside ports with another native VLAN:
 * every port, TAP and the bridge itself are told their VLANs one by one.
 */
export function defaultPvid(bridge: Bridge): number {
  if (untaggedVlan(bridge) !== KERNEL_DEFAULT) return 0;
  return bridge.ports.some(({ native }) => native !== undefined && native.value !== KERNEL_DEFAULT)
    ? 0
    : KERNEL_DEFAULT;
}

const formatRanges = (set: VlanSet): readonly string[] =>
  set.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`));

/** NetworkManager's form: `10 pvid untagged,20,30-40`. */
function formatVlans(untagged: number, tagged: VlanSet): string {
  const own = untagged === 0 ? [] : [`${untagged} pvid untagged`];
  const others = untagged === 0 ? tagged : vlanSetMinus(tagged, singleVlan(untagged));
  return [...own, ...formatRanges(others)].join(',');
}

/**
 * What a port lets through: its trunk (of an access port its VLAN), else all of the bridge; empty = the default only.
 * A trunk that names the bridge's untagged VLAN has it tagged, as written: then untagged frames are dropped there.
 */
export function portVlans(bridge: Bridge, { trunk, native }: BridgePort): string {
  const untagged = untaggedVlan(bridge);
  const tagsIt = trunk !== undefined && vlanSetHas(trunk.value, untagged);
  return formatVlans(native?.value ?? (tagsIt ? 0 : untagged), trunk?.value ?? bridge.vlans?.value ?? []);
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
