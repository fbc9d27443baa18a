import type { Device, ElementId, Host, Origin } from '../model/index.js';
import { lowerOf } from './lower-devices.js';
import type { SiteView } from './site-view.js';
import { deviceText } from './wording.js';

/** The way of a frame through a host, from the topmost device above `upper` over `lower` down to a NIC. */
export function mtuPath(host: Host, upper: Device, lower: Device): readonly Device[] {
  const byId = new Map(host.devices.map((device) => [device.id, device]));
  const above = new Map<ElementId, Device>();
  for (const device of host.devices)
    for (const { id } of lowerOf(device)) if (!above.has(id)) above.set(id, device);
  const path: Device[] = [upper, lower];
  const seen = new Set([upper.id, lower.id]);
  for (let top = above.get(upper.id); top && !seen.has(top.id); top = above.get(top.id)) {
    seen.add(top.id);
    path.unshift(top);
  }
  for (let bottom = firstBelow(lower); bottom && !seen.has(bottom.id); bottom = firstBelow(bottom)) {
    seen.add(bottom.id);
    path.push(bottom);
  }
  return path;

  function firstBelow(device: Device): Device | undefined {
    const [first] = lowerOf(device);
    return first && byId.get(first.id);
  }
}

/** `bridge tenant 9000 → VLAN bond0.13 9000 → bond bond0 1500 → NIC eth0 1500` */
export const mtuPathText = (path: readonly Device[]): string =>
  path.map((device) => `${deviceText(device)} ${device.mtu.value}`).join(' → ');

/** Where the MTU of a device is written: on the device, or at the network that it follows. */
export function mtuOrigin({ mtu }: Device, site: SiteView): Origin {
  const network =
    mtu.follows?.rule === 'network' && mtu.follows.from !== undefined
      ? site.logicalNetwork(mtu.follows.from)
      : undefined;
  return network?.mtu?.origin ?? mtu.origin;
}
