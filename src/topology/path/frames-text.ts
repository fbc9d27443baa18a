import { formatVlanSet, vlanIds } from '../../model/index.js';
import type { Bridge, Frames, VlanSet } from '../../model/index.js';

const vlansText = (vlans: VlanSet): string =>
  `${vlans.length === 1 && vlanIds(vlans).length === 1 ? 'VLAN' : 'VLANs'} ${formatVlanSet(vlans)}`;

/** Frames on a wire: `untagged`, `tagged VLAN 13`, `tagged VLANs 101-110, and untagged`. */
export function framesText({ untagged, tagged }: Frames): string {
  if (tagged.length === 0) return untagged ? 'untagged' : 'nothing';
  return `tagged ${vlansText(tagged)}${untagged ? ', and untagged' : ''}`;
}

/** Frames inside a bridge: one that knows of no VLANs passes what it gets. */
export const framesInside = (bridge: Bridge, frames: Frames): string =>
  bridge.vlanAware.value && frames.tagged.length > 0
    ? `inside: ${vlansText(frames.tagged)}`
    : framesText(frames);
