import { hasAddress, vlanSet, vlansOfPort } from '../../model/index.js';
import type { Bridge, Device, NetworkIndex, VlanSet } from '../../model/index.js';

/** VLAN of a bridge and its ports that knows of no VLANs: the kernel's default, which it prints all the same. */
export const PLAIN: readonly string[] = ['1 PVID Egress Untagged'];

/** What `bridge -c vlan` prints behind the name of a port: runs of VLANs, flags behind the one that they are about. */
export function portVlanCells(bridge: Bridge, port: Device): readonly string[] {
  if (!bridge.vlanAware.value) return PLAIN;
  const { trunk, native } = vlansOfPort(bridge, port);
  return vlanCells(trunk, native);
}

/** The bridge itself is in those VLANs that the host has devices for, and in the untagged one if it has an address. */
export function bridgeVlanCells(bridge: Bridge, index: NetworkIndex): readonly string[] {
  if (!bridge.vlanAware.value) return PLAIN;
  const pvid = bridge.pvid?.value ?? 0;
  const ids = index
    .vlansOn(bridge.id)
    .flatMap((vlan) => (vlan.kind === 'vlan' ? [{ first: vlan.vlanId.value, last: vlan.vlanId.value }] : []));
  // VLAN 1 is the kernel's own default: everything has it that is not told otherwise.
  return vlanCells(vlanSet(ids), pvid === 1 || hasAddress(bridge.addressing) ? pvid : 0);
}

function vlanCells(tagged: VlanSet, native: number): readonly string[] {
  const others = tagged.filter(({ first, last }) => native < first || native > last);
  const split = tagged.flatMap(({ first, last }) =>
    native < first || native > last
      ? []
      : [
          { first, last: native - 1 },
          { first: native + 1, last },
        ],
  );
  const runs = [...others, ...split]
    .filter(({ first, last }) => first <= last)
    .map(({ first, last }) => ({ first, text: first === last ? `${first}` : `${first}-${last}` }));
  const own = native > 0 ? [{ first: native, text: `${native} PVID Egress Untagged` }] : [];
  return [...runs, ...own].sort((a, b) => a.first - b.first).map(({ text }) => text);
}
