import {
  assertNever,
  type Device,
  type DeviceKind,
  type Host,
  type Origin,
  type VirtualNetwork,
} from '../model/index.js';

const KIND_NAMES: Readonly<Record<DeviceKind, string>> = {
  nic: 'NIC',
  bond: 'bond',
  vlan: 'VLAN',
  bridge: 'bridge',
};

/** `bond bond0`, `VLAN bond0.13` */
export const deviceText = (device: Device): string => `${KIND_NAMES[device.kind]} ${device.name}`;

/** `bond bond0 of host kvm1` */
export const deviceOnHost = (device: Device, host: Host | undefined): string =>
  host ? `${deviceText(device)} of host ${host.name}` : deviceText(device);

/** `NAT network lab`, `bridge network tenant` */
export function virtualNetworkText({ kind, name }: VirtualNetwork): string {
  switch (kind) {
    case 'nat':
      return `NAT network ${name}`;
    case 'routed':
    case 'isolated':
      return `${kind} network ${name}`;
    case 'bridged':
      return `bridge network ${name}`;
    default:
      return assertNever(kind);
  }
}

/** `a`, `a and b`, `a, b and c` */
export function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** `one port`, `2 ports` */
export const countText = (count: number, noun: string): string =>
  count === 1 ? `one ${noun}` : `${count === 0 ? 'no' : count} ${noun}s`;

export const related = (origin: Origin, message: string): { origin: Origin; message: string } => ({
  origin,
  message,
});

/** For the start of a sentence. A name that comes first keeps its letters: the kinds stand before the names. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
