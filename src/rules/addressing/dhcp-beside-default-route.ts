import {
  type Addressing,
  type Device,
  familyOf,
  type Host,
  type IpFamily,
  type Origin,
  type Sourced,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const learntDefaultRouteShouldHaveNoRival: Rule = {
  code: 'addressing/dhcp-beside-default-route',
  severity: 'warning',
  reason:
    'The host works, but which way it answers depends on what the DHCP server says and on kinds of devices.',
  title: 'A host has its default route from one place',
  documentation: {
    what: `Looks for devices with \`dhcp\` on hosts where another device has a \`gateway\`, or where there is a route to 0.0.0.0/0
without \`metric\`; the same for \`slaac\` and ::/0. Also for a second device with \`dhcp\`, or with \`slaac\`, and for a
\`gateway\` on the very device that learns its only addresses of that family.`,
    why: `A DHCP server and a router advertisement nearly always bring a default route. NetworkManager puts it beside the written
one with a metric by the kind of its device (Ethernet 100, bond 300, VLAN 400, bridge 425), and the kernel takes the lowest:
a NIC with DHCP wins over the bond that management goes through. Of two devices with DHCP the one whose server answers last may turn
all traffic around. A \`gateway\` beside \`dhcp\` on one device does not take the place of the one that the server names:
both routes are there, with the metric of that device.`,
    sources: [
      'NetworkManager 1.54, `src/core/devices/nm-device.c`: `nm_device_get_route_metric_default`',
      'NetworkManager, `nm-settings-nmcli(5)`: `ipv4.route-metric` holds for all routes without a metric of their own',
      'RFC 2131 and RFC 4861: the router option, the router lifetime',
    ],
    whatToDo: `Give the device a written address, leave the written default route out, or decide the order:
\`route 0.0.0.0/0 via 10.11.10.1 metric 50\` in place of the \`gateway\`. On a device with \`dhcp\` remove the \`gateway\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { dhcp }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { dhcp }
        route 0.0.0.0/0 via 10.11.10.1 metric 50
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const written = [...writtenDefaults(host)];
    for (const [family, word] of [[4, 'dhcp'] as const, [6, 'slaac'] as const]) {
      const learning = host.devices.flatMap((device) => {
        const learnt = device.addressing[word];
        return learnt && device.controller === undefined ? [{ device, learnt }] : [];
      });
      const [first] = learning;
      for (const { device, learnt } of learning) {
        if (!hasWritten(device.addressing, family))
          for (const own of written.filter((each) => each.family === family && each.device === device))
            yield ownRival(host, device, learnt, word, own);
        const rival = written.find((each) => each.family === family && each.device !== device);
        if (!rival) {
          if (first && first.device !== device) yield secondLearner(host, family, device, learnt, first);
          continue;
        }
        yield {
          message:
            `${deviceText(device)} of host ${host.name} may learn an IPv${family} default route beside the written one via ` +
            `${rival.gateway}, which has no metric.`,
          origin: learnt.origin,
          related: [related(rival.origin, 'The written default route.')],
          subjects: [device.id],
        };
      }
    }
  },
};

/** A written address beside a learnt one is the matter of addressing/dhcp-with-address, and usual in IPv6. */
const hasWritten = ({ addresses }: Addressing, family: IpFamily): boolean =>
  addresses.some(({ value }) => value.family === family);

const ownRival = (
  host: Host,
  device: Device,
  learnt: Sourced<true>,
  word: string,
  { family, gateway, origin }: WrittenDefault,
): Violation => ({
  message:
    `${deviceText(device)} of host ${host.name} has ${word} and a default route via ${gateway}: where ` +
    `${family === 4 ? 'the lease' : 'a router advertisement'} brings one as well, there are two of one metric. Leave one out.`,
  origin,
  related: [related(learnt.origin, `${deviceText(device)} learns its address here.`)],
  subjects: [device.id],
  ...(device.addressing.gateways.length === 1 &&
    device.addressing.gateways[0]?.origin === origin && {
      fixes: [{ title: `Remove gateway ${gateway}`, edits: [{ kind: 'remove', at: origin }] }],
    }),
});

const secondLearner = (
  host: Host,
  family: IpFamily,
  device: Device,
  learnt: Sourced<true>,
  first: { readonly device: Device; readonly learnt: Sourced<true> },
): Violation => ({
  message:
    `${deviceText(device)} of host ${host.name} may learn an IPv${family} default route, and so may ` +
    `${deviceText(first.device)}: which one is used is not in the text.`,
  origin: learnt.origin,
  related: [related(first.learnt.origin, `${deviceText(first.device)} learns its address here.`)],
  subjects: [device.id, first.device.id],
});

interface WrittenDefault {
  readonly family: IpFamily;
  readonly gateway: string;
  readonly origin: Origin;
  readonly device: Device | undefined;
}

function* writtenDefaults({ devices, routes }: Host): Iterable<WrittenDefault> {
  for (const device of devices) {
    for (const { value, origin } of device.addressing.gateways)
      yield { family: familyOf(value), gateway: value, origin, device };
    yield* amongRoutes(device.addressing.routes, device);
  }
  yield* amongRoutes(routes, undefined);
}

function* amongRoutes(routes: Host['routes'], device: Device | undefined): Iterable<WrittenDefault> {
  for (const { destination, via, metric, origin } of routes)
    if (destination.value.prefix === 0 && via && !metric)
      yield { family: destination.value.family, gateway: via.value, origin, device };
}
