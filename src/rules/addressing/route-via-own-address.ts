import { formatInterfaceAddress } from '../../model/index.js';
import { hostSubnets } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const routeMustLeadToAnotherMachine: Rule = {
  code: 'addressing/route-via-own-address',
  severity: 'error',
  reason: 'The kernel refuses the route.',
  title: 'A route leads through another machine',
  documentation: {
    what: `Looks for routes of a host or its devices whose \`via\` is an address of the host itself. A route of a network is left out on
the host that is its gateway.`,
    why: `The kernel answers "Nexthop has invalid gateway", NetworkManager logs that and goes on: the device is up and the route is
missing.`,
    sources: ['Linux 6.12, `net/ipv4/fib_semantics.c`: `fib_check_nh_v4_gw`'],
    whatToDo: `Name the router on the other side. If the host is itself the router, write the route at the network: the other hosts get it,
this one does not.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        route 10.30.0.0/16 via 10.11.10.22
        nic eth0 { carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        route 10.30.0.0/16 via 10.11.10.1
        nic eth0 { carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const own = new Map(hostSubnets(host).map((each) => [each.address.address, each]));
    const routes = [...host.routes, ...host.devices.flatMap(({ addressing }) => addressing.routes)];
    for (const { destination, via } of routes) {
      const holder = via && own.get(via.value);
      if (!holder) continue;
      yield {
        message:
          `The route to ${formatInterfaceAddress(destination.value)} leads host ${host.name} to itself: ${via.value} is the ` +
          `address of ${holder.text}.`,
        origin: via.origin,
        related: [related(holder.origin, 'The address.')],
        subjects: [host.id, holder.owner],
      };
    }
  },
};
