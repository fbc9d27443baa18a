import { formatInterfaceAddress, type Route } from '../../model/index.js';
import { hostSubnets } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const routeShouldLeadElsewhere: Rule = {
  code: 'addressing/route-to-own-subnet',
  severity: 'warning',
  reason: 'The route is of no use, or neighbours are asked for at a router that has them on the same link.',
  title: 'A route leads to a subnet in which the host has no address',
  documentation: {
    what: `Looks for routes with \`via\` to exactly the subnet of the same network, or, at a host or its devices, to a subnet in which the
host has an address. A route with a \`metric\` of its own is left alone: it may be the way for when a link is down. So is a part of
a subnet, which may really lie behind another machine.`,
    why: `With the address comes the route to its subnet: directly, on that link. A second one through a gateway to the same subnet
competes with it. If it loses it does nothing; if it wins, each packet to a neighbour takes the way through the router.`,
    sources: ['Linux 6.12, `net/ipv4/fib_frontend.c`: `fib_add_ifaddr` adds the route of the subnet'],
    whatToDo: 'Remove the route, or correct its destination: usually another subnet was meant.',
    bad: kvmnet`
      network management {
        roles management
        subnet 10.11.10.0/24
        route 10.11.10.0/24 via 10.11.10.254
      }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management {
        roles management
        subnet 10.11.10.0/24
        route 10.11.20.0/24 via 10.11.10.254
      }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork({ id, name, subnets, routes }): Iterable<Violation> {
    for (const route of routes) {
      const to = destinationOf(route);
      const subnet = subnets.find(({ value }) => formatInterfaceAddress(value) === to);
      if (!subnet) continue;
      yield {
        message: `The route of network ${name} to ${to} leads to the network's own subnet: its hosts reach it directly.`,
        origin: route.origin,
        related: [related(subnet.origin, 'The subnet.')],
        subjects: [id],
        fixes: [removal(route, to)],
      };
    }
  },
  *checkHost(host): Iterable<Violation> {
    const subnets = new Map(hostSubnets(host).map((each) => [formatInterfaceAddress(each.subnet), each]));
    const own = host.devices.flatMap(({ addressing }) => addressing.routes);
    for (const route of [...host.routes, ...own]) {
      const to = destinationOf(route);
      const subnet = to === undefined ? undefined : subnets.get(to);
      if (!subnet || route.destination.follows) continue;
      yield {
        message: `The route of host ${host.name} to ${to} leads to a subnet that the host reaches directly: ${subnet.text} has ${subnet.address.address} there.`,
        origin: route.origin,
        related: [related(subnet.origin, 'The address.')],
        subjects: [host.id, subnet.owner],
        fixes: [removal(route, to)],
      };
    }
  },
};

/** undefined for a route that says itself that it is meant beside another one, or that the destination is on the link. */
const destinationOf = ({ destination, via, metric }: Route): string | undefined =>
  via && !metric ? formatInterfaceAddress(destination.value) : undefined;

const removal = ({ origin }: Route, to: string | undefined): NonNullable<Violation['fixes']>[number] => ({
  title: `Remove the route to ${to ?? ''}`,
  edits: [{ kind: 'remove', at: origin }],
});
