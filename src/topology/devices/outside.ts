import { formatVlanSet, hasAddress, vlanSet } from '../../model/index.js';
import type { Bridge, Device, NetworkIndex, VlanRange } from '../../model/index.js';

/** What leaves a host through one bond or lone NIC. The text says nothing of switches, so the other end is just “LAN”. */
export interface Outside {
  readonly device: Device;
  readonly nics: readonly Device[];
  readonly sublabels: readonly string[];
}

/** Tags that a bridge gives its port, and whether untagged frames pass. */
function tagsOfPort(bridge: Bridge, device: Device): { ranges: readonly VlanRange[]; untagged: boolean } {
  if (!bridge.vlanAware.value) return { ranges: [], untagged: true };
  const port = bridge.ports.find((candidate) => candidate.device === device.id);
  const tagged = port?.trunk ?? bridge.vlans;
  const native = port?.native?.value ?? bridge.pvid?.value ?? 0;
  return { ranges: tagged?.value ?? [], untagged: native > 0 };
}

function frames(device: Device, index: NetworkIndex): { ranges: readonly VlanRange[]; untagged: boolean } {
  const above = device.controller === undefined ? undefined : index.device(device.controller);
  const port = above?.kind === 'bridge' ? tagsOfPort(above, device) : { ranges: [], untagged: false };
  const vlans = index
    .vlansOn(device.id)
    .flatMap((vlan) => (vlan.kind === 'vlan' ? [{ first: vlan.vlanId.value, last: vlan.vlanId.value }] : []));
  const own = device.networks.length > 0 || hasAddress(device.addressing);
  return { ranges: [...port.ranges, ...vlans], untagged: port.untagged || own };
}

/** Lists of VLANs are broken at commas, since a wider column would move every host. */
function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && `${line} ${word}`.length <= 18) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.length <= 4 ? lines : [...lines.slice(0, 3), '…'];
}

/** The uplinks of a host that carry anything, in the order of its devices. */
export function outsidesOf(devices: readonly Device[], index: NetworkIndex): readonly Outside[] {
  const outsides: Outside[] = [];
  for (const device of devices) {
    const nics = device.kind === 'bond' ? index.portsOf(device.id) : [device];
    if (device.kind !== 'bond' && device.kind !== 'nic') continue;
    const controller = device.controller === undefined ? undefined : index.device(device.controller);
    if (nics.length === 0 || controller?.kind === 'bond') continue;
    const { ranges, untagged } = frames(device, index);
    if (!untagged && ranges.length === 0) continue;
    const tagged = formatVlanSet(vlanSet(ranges));
    outsides.push({
      device,
      nics,
      sublabels: [
        ...(untagged ? ['untagged'] : []),
        ...(tagged === '' ? [] : wrap(`${/^\d+$/.test(tagged) ? 'VLAN' : 'VLANs'} ${tagged}`)),
      ],
    });
  }
  return outsides;
}
