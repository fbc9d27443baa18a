import { familyOf, formatInterfaceAddress, type LogicalNetwork, type Route } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const routeMustStayInItsFamily: Rule = {
  code: 'addressing/route-family',
  severity: 'error',
  reason: 'NetworkManager does not read the route: it is missing, and only the journal says so.',
  title: 'Destination and gateway of a route are of one family',
  documentation: {
    what: 'Compares the destination of each `route` with its `via`: both IPv4, or both IPv6.',
    why: `A profile holds IPv4 routes with IPv4 gateways and IPv6 routes with IPv6 gateways. NetworkManager drops a route that mixes
them with a line in the journal, and activates the rest.`,
    sources: ['NetworkManager 1.54, `src/libnm-core-impl/nm-keyfile.c`: `read_one_ip_address_or_route`'],
    whatToDo: "Name the router's address of the destination's family.",
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24, 2001:db8:10::/64 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 10.20.0.0/16 via 2001:db8:10::1
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24, 2001:db8:10::/64 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 10.20.0.0/16 via 10.11.10.1
      }
    `,
  },
  *checkNetwork({ routes, name, id }: LogicalNetwork): Iterable<Violation> {
    yield* check(routes, `network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    yield* check(host.routes, `host ${host.name}`, host.id);
    for (const { addressing, id } of host.devices)
      // A route that follows from a network is reported there.
      yield* check(
        addressing.routes.filter(({ destination }) => !destination.follows),
        `host ${host.name}`,
        id,
      );
  },
};

function* check(routes: readonly Route[], text: string, subject: string): Iterable<Violation> {
  for (const { destination, via } of routes) {
    if (!via || familyOf(via.value) === destination.value.family) continue;
    yield {
      message: `The route of ${text} to ${formatInterfaceAddress(destination.value)} (IPv${destination.value.family}) leads via ${via.value} (IPv${familyOf(via.value)}).`,
      origin: via.origin,
      related: [related(destination.origin, 'The destination.')],
      subjects: [subject],
    };
  }
}
