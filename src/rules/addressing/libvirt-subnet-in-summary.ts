import { formatInterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { isSummary, libvirtSubnetsBehindRoutes } from '../libvirt-behind-route.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const libvirtSubnetIsBestUnusedBehindASummary: Rule = {
  code: 'addressing/libvirt-subnet-in-summary',
  severity: 'information',
  reason: 'Nobody may have the subnet behind the route; where somebody has, the host does not reach them.',
  title: 'A libvirt network does not lie in a route to all of a private range',
  documentation: {
    what: `Looks for \`nat\`, \`routed\` and \`isolated\` networks whose subnet lies in a route of the host to all of a private range:
10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fd00::/8, or more. Narrower routes are the matter of
[addressing/libvirt-subnet-behind-route](libvirt-subnet-behind-route.md).`,
    why: `Such a route says that the rest of the site is there, and a smaller subnet of one's own within it is usual: of two routes
the kernel takes the one with the longer prefix. Only if the same subnet is in use elsewhere in the site, what is for machines
there goes to the guests, and that shows late.`,
    sources: ['Linux 6.12, `net/ipv4/fib_trie.c`: longest prefix', 'RFC 1918, RFC 4193'],
    whatToDo: `Make sure that the subnet is not used elsewhere, and silence the advice with a word on that; or choose one outside of
the route.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  route 192.168.0.0/16 via 10.11.10.254 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  route 192.168.0.0/16 via 10.11.10.254 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 172.16.100.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const { subnet, route } of libvirtSubnetsBehindRoutes(host)) {
      if (!isSummary(route.destination.value)) continue;
      const destination = formatInterfaceAddress(route.destination.value);
      const through = route.via ? `${destination} via ${route.via.value}` : destination;
      yield {
        message:
          `Subnet ${formatInterfaceAddress(subnet.subnet)} of ${subnet.text} of host ${host.name} lies in the route to ${through}: ` +
          'make sure that nobody behind it has the same subnet.',
        origin: subnet.origin,
        related: [related(route.destination.origin, `The route to ${destination}.`)],
        subjects: [subnet.owner, host.id],
      };
    }
  },
};
