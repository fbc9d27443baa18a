import type { Device, ElementId, Origin } from '../model/index.js';

/** What a device stands on, and where that is said. */
export interface Lower {
  readonly id: ElementId;
  readonly origin: Origin;
}

/** The device below a VLAN; the ports of a bond or bridge; nothing below a NIC. */
export function lowerOf(device: Device): readonly Lower[] {
  switch (device.kind) {
    case 'nic':
      return [];
    case 'vlan':
      return [{ id: device.parent.value, origin: device.parent.origin }];
    case 'bond':
      return device.ports.map(({ value, origin }) => ({ id: value, origin }));
    case 'bridge':
      return device.ports.map(({ device: id, origin }) => ({ id, origin }));
  }
}

/** A device and whatever it stands on, down to the NICs, each once. Ends where devices stand on themselves, too. */
export function stackOf(device: Device, deviceOf: (id: ElementId) => Device | undefined): readonly Device[] {
  const seen = new Set<ElementId>();
  const stack: Device[] = [];
  const waiting: Device[] = [device];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    stack.push(next);
    for (const { id } of lowerOf(next).toReversed()) {
      const lower = deviceOf(id);
      if (lower) waiting.push(lower);
    }
  }
  return stack;
}
