import { formatInterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { isSummary, libvirtSubnetsBehindRoutes } from '../libvirt-behind-route.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const libvirtSubnetShouldBeFreeOfRoutes: Rule = {
  code: 'addressing/libvirt-subnet-behind-route',
  severity: 'warning',
  reason: 'Guests or the machines behind the route are not reached: the more exact of the two wins.',
  title: 'No static route of a host leads into the subnet of a libvirt network',
  documentation: {
    what: `Compares the subnets of \`nat\`, \`routed\` and \`isolated\` networks with the destinations of the routes of their host, those
of its devices and networks included. Default routes are left alone; routes to all of a private range, such as 10.0.0.0/8, are the
matter of [addressing/libvirt-subnet-in-summary](libvirt-subnet-in-summary.md).`,
    why: `The host has a route of its own to the subnet, through the bridge of the network. Of two routes the kernel takes the one with
the longer prefix: 192.168.100.0/24 on the bridge hides these addresses of a route to 192.168.96.0/20, and a route to
192.168.100.128/25 hides half of the guests. When both are alike libvirt does not start the network ("Network is already in use
by interface").`,
    sources: [
      'Linux 6.12, `net/ipv4/fib_trie.c`: longest prefix',
      'libvirt 11.3, `src/network/bridge_driver_linux.c`: `networkCheckRouteCollision`',
    ],
    whatToDo: `Choose another private subnet for the libvirt network. Where nothing behind the route has these addresses, silence the
warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  route 192.168.96.0/20 via 10.11.10.254 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  route 192.168.96.0/20 via 10.11.10.254 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 172.16.100.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const { subnet, route } of libvirtSubnetsBehindRoutes(host)) {
      const to = route.destination.value;
      if (isSummary(to)) continue;
      const destination = formatInterfaceAddress(to);
      const through = route.via ? `${destination} via ${route.via.value}` : destination;
      yield {
        message:
          `Subnet ${formatInterfaceAddress(subnet.subnet)} of ${subnet.text} of host ${host.name} clashes with the route to ${through}: ` +
          (to.prefix > subnet.subnet.prefix
            ? 'guests with these addresses are not reached.'
            : 'what is for machines behind the route goes to the guests.'),
        origin: subnet.origin,
        related: [related(route.destination.origin, `The route to ${destination}.`)],
        subjects: [subnet.owner, host.id],
      };
    }
  },
};
