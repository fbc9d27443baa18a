import { formatInterfaceAddress, subnetOf } from '../../model/index.js';
import { dhcpSections } from '../dhcp-sections.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

const SHORTEST = 64;

export const dhcpv6MustBeInASubnetOf64OrLonger: Rule = {
  code: 'addressing/dhcp-below-64',
  severity: 'error',
  reason: 'dnsmasq refuses its configuration, so that libvirt does not start the network.',
  title: 'DHCPv6 is in a subnet of /64 or longer',
  documentation: {
    what: `Looks for libvirt networks with a \`dhcp\` range, or a lease with a name, in an IPv6 subnet whose prefix is shorter than /64.`,
    why: `libvirt hands both to dnsmasq with the prefix of the subnet, and dnsmasq says "prefix length must be at least 64" and
ends. libvirt defines the network, and fails each time it shall start.`,
    sources: [
      'dnsmasq, `src/option.c`: `dhcp-range` of DHCPv6',
      'libvirt 11.3, `src/network/bridge_driver.c`: `dhcp-range` with the prefix',
    ],
    whatToDo: 'Take one /64 of the subnet for the network.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet fd00:100::/56  dhcp fd00:100::10-fd00:100::99 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet fd00:100::/64  dhcp fd00:100::10-fd00:100::99 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks)
      for (const { address, origin, text } of network.kind === 'bridged' ? [] : dhcpSections(network)) {
        const subnet = subnetOf(address.value);
        if (subnet.family !== 6 || subnet.prefix >= SHORTEST) continue;
        yield {
          message:
            `DHCP ${text} of ${virtualNetworkText(network)} of host ${host.name} is in ${formatInterfaceAddress(subnet)}: ` +
            `dnsmasq serves DHCPv6 in subnets of /${SHORTEST} and longer only, and the network does not start.`,
          origin,
          related: [related(address.origin, 'The subnet.')],
          subjects: [network.id],
        };
      }
  },
};
