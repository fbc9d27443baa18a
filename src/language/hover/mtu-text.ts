import { DEFAULT_MTU, type Device, type NetworkIndex, type Sourced } from '../../model/index.js';
import { below, layerOf } from '../hierarchy/stack.js';

/** `9000, raised for bond0.12`: the value and why it is so. */
export function mtuText({ value, follows }: Sourced<number>, index: NetworkIndex): string {
  const from = follows?.from ?? '';
  if (follows?.rule === 'network') return `${value}, of ${index.logicalNetwork(from)?.name ?? 'its network'}`;
  if (follows?.rule === 'children')
    return `${value}, raised for ${index.device(from)?.name ?? 'what is above'}`;
  return follows && value === DEFAULT_MTU ? `${value}, the default` : String(value);
}

/** `eth0, eth1 9000 → bond0 9000 → bond0.12 1500`: every device that a packet passes, from the NICs up. */
export function mtuPath(top: Device, index: NetworkIndex): string | undefined {
  const steps: string[] = [];
  const seen = new Set<string>();
  let level: readonly Device[] = [top];
  while (level.length > 0) {
    steps.unshift(levelText(level));
    for (const { id } of level) seen.add(id);
    level = level.flatMap((device) => lowerDevices(device, index)).filter(({ id }) => !seen.has(id));
  }
  return steps.length > 1 ? steps.join(' → ') : undefined;
}

function lowerDevices(device: Device, index: NetworkIndex): readonly Device[] {
  const layer = layerOf(device.id, index);
  const contacts = layer ? below(layer, index) : [];
  return contacts.flatMap(({ layer: lower }) => (lower.kind === 'device' ? [lower.device] : []));
}

/** Devices beside each other that take the same are said together. */
function levelText(devices: readonly Device[]): string {
  const byMtu = new Map<number, string[]>();
  for (const { name, mtu } of devices) {
    const names = byMtu.get(mtu.value) ?? [];
    if (!names.includes(name)) names.push(name);
    byMtu.set(mtu.value, names);
  }
  return [...byMtu].map(([mtu, names]) => `${names.join(', ')} ${mtu}`).join(', ');
}
