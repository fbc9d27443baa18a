import type { Device, ElementId } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { lowerOf } from '../lower-devices.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const deviceMustNotStandOnItself: Rule = {
  code: 'bridge/stands-on-itself',
  severity: 'error',
  reason: 'Each of the devices waits for the other; none is made.',
  title: 'No device stands on itself',
  documentation: {
    what: `Follows \`ports\` and \`on\` downwards from each device and looks for a way that comes back to it: over others, or
at once, as in \`bridge br0 { ports br0 }\`.`,
    why: `A VLAN is made on a device that exists, and a bridge takes ports that exist. In a circle there is no first one.`,
    sources: ['Linux 6.12, `net/core/dev.c`: `__netdev_upper_dev_link` refuses circles with ELOOP'],
    whatToDo: 'Take one of the devices out of the circle: usually the bridge was meant to stand on the NIC.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        vlan br0.20 { on br0  id 20 }
        bridge br0 { ports br0.20 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        vlan eth0.20 { on eth0  id 20 }
        bridge br0 { ports eth0.20 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const reported = new Set<ElementId>();
    for (const device of host.devices) {
      const circle = circleFrom(device, (id) => site.device(id));
      if (!circle || circle.some(({ id }) => reported.has(id))) continue;
      for (const { id } of circle) reported.add(id);
      const next = circle[1] ?? device;
      const origin = lowerOf(device).find(({ id }) => id === next.id)?.origin;
      yield {
        message: `${deviceText(device)} of host ${host.name} stands on itself: ${[...circle, device].map(({ name }) => name).join(' on ')}.`,
        origin: origin ?? device.places.name,
        subjects: circle.map(({ id }) => id),
      };
    }
  },
};

/** The devices of a way down from `start` that comes back to it, `start` first. */
function circleFrom(
  start: Device,
  deviceOf: (id: ElementId) => Device | undefined,
): readonly Device[] | undefined {
  const cameFrom = new Map<ElementId, Device>();
  const waiting: Device[] = [start];
  for (let device = waiting.shift(); device; device = waiting.shift()) {
    for (const { id } of lowerOf(device)) {
      if (id === start.id) {
        const way: Device[] = [device];
        for (let above = cameFrom.get(device.id); above; above = cameFrom.get(above.id)) way.unshift(above);
        return way;
      }
      const lower = deviceOf(id);
      if (!lower || cameFrom.has(id)) continue;
      cameFrom.set(id, device);
      waiting.push(lower);
    }
  }
  return undefined;
}
