import { type Device, familyOf, type Host, type IpFamily, type Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

interface DefaultRoute {
  readonly family: IpFamily;
  readonly gateway: string;
  readonly metric: number | undefined;
  readonly origin: Origin;
  readonly device: Device | undefined;
}

export const hostShouldHaveOneDefaultRoute: Rule = {
  code: 'addressing/several-default-routes',
  severity: 'warning',
  reason: 'The host works, but which way it answers is decided by NetworkManager, not by the text.',
  title: 'A host has one default route for each family and metric',
  documentation: {
    what: `Collects the default routes of a host: a \`gateway\` on a device, written or from its network, and each route to
0.0.0.0/0 or ::/0. Two of one family need different metrics.`,
    why: `NetworkManager gives each default route a metric by the kind of its device (Ethernet 100, bond 300, VLAN 400, bridge
425) and uses the lowest. Replies to the other network leave through the wrong gateway, which firewalls drop as spoofed.
Adding a NIC can silently move all traffic, and lock you out.`,
    sources: [
      'NetworkManager 1.54, `src/core/devices/nm-device.c`: `nm_device_get_route_metric_default`',
      'oVirt: one network has the default route role',
    ],
    whatToDo: `Keep the \`gateway\` of one network, usually management. Reach what lies behind the other one with routes:
\`route 10.30.0.0/16 via 10.11.20.1\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      network backup { roles storage  vlan 20  subnet 10.11.20.0/24  gateway 10.11.20.1 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, backup }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      network backup { roles storage  vlan 20  subnet 10.11.20.0/24  route 10.30.0.0/16 via 10.11.20.1 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, backup }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const first = new Map<string, DefaultRoute>();
    for (const route of defaultRoutes(host)) {
      const key = `${route.family} ${route.metric ?? 'default'}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, route);
        continue;
      }
      // The same gateway said twice, by the host and by its network, is one route.
      if (other.gateway === route.gateway) continue;
      yield {
        message:
          `Host ${host.name} has two IPv${route.family} default routes of one metric: via ${other.gateway}${onDevice(other)} ` +
          `and via ${route.gateway}${onDevice(route)}.`,
        origin: route.origin,
        related: [related(other.origin, `The one via ${other.gateway}.`)],
        subjects: [host.id],
      };
    }
  },
};

const onDevice = ({ device }: DefaultRoute): string => (device ? ` on ${deviceText(device)}` : '');

function* defaultRoutes({ devices, routes }: Host): Iterable<DefaultRoute> {
  for (const device of devices) {
    for (const { value, origin } of device.addressing.gateways)
      yield { family: familyOf(value), gateway: value, metric: undefined, origin, device };
    yield* amongRoutes(device.addressing.routes, device);
  }
  yield* amongRoutes(routes, undefined);
}

function* amongRoutes(routes: Host['routes'], device: Device | undefined): Iterable<DefaultRoute> {
  for (const { destination, via, metric, origin } of routes)
    if (destination.value.prefix === 0 && via)
      yield { family: destination.value.family, gateway: via.value, metric: metric?.value, origin, device };
}
