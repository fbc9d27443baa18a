import { formatInterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const routeOfAHostShouldHaveAGateway: Rule = {
  code: 'addressing/route-without-gateway',
  severity: 'warning',
  reason:
    'The kernel takes the route, and looks for each of its addresses on the cable, where nobody answers.',
  title: 'A route of a host names its gateway',
  documentation: {
    what: `Looks for \`route\` in hosts and profiles without \`via\`. On a device, where it says that the destination is on that link, it is
left alone.`,
    why: `Without a gateway the destination counts as a neighbour: the host asks for it by ARP on the device of the default route. Behind a
router nobody answers.`,
    sources: ['Linux 6.12, `net/ipv4/fib_semantics.c`: `fib_check_nh`, scope link'],
    whatToDo: 'Add `via` with the router, or write the route on the device.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 10.20.0.0/16
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 10.20.0.0/16 via 10.11.10.1
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const { destination, via } of host.routes)
      if (!via)
        yield {
          message: `The route of host ${host.name} to ${formatInterfaceAddress(destination.value)} has no gateway.`,
          origin: destination.origin,
          subjects: [host.id],
        };
  },
};
