import { formatInterfaceAddress, subnetOf } from '../../model/index.js';
import { dhcpSections } from '../dhcp-sections.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

export const libvirtMustServeDhcpInOneSubnet: Rule = {
  code: 'addressing/dhcp-in-two-subnets',
  severity: 'error',
  reason: 'libvirt refuses to define the network.',
  title: 'A libvirt network has DHCP in one IPv4 and one IPv6 subnet',
  documentation: {
    what: `Looks for libvirt networks with \`dhcp\` ranges or leases in two subnets of one family. Several ranges in one subnet are
allowed, and so are further subnets without any.`,
    why: `libvirt says "Multiple IPv4 dhcp sections found -- dhcp is supported only for a single IPv4 address on each network". A
lease counts as much as a range. The same holds for IPv6 by itself. An IPv6 lease without a name is none for libvirt.`,
    sources: ['libvirt 11.3, `src/network/bridge_driver.c`: `networkValidate`'],
    whatToDo: 'Hand out addresses in one of the subnets, or make two networks of it.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab {
          subnet 192.168.100.0/24, 192.168.101.0/24
          dhcp 192.168.100.10-192.168.100.200, 192.168.101.10-192.168.101.200
        }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
        nat lab2 { subnet 192.168.101.0/24  dhcp 192.168.101.10-192.168.101.200 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      const sections = network.kind === 'bridged' ? [] : dhcpSections(network);
      for (const [at, section] of sections.entries()) {
        const { family } = section.address.value;
        const first = sections.slice(0, at).find(({ address }) => address.value.family === family);
        if (!first) continue;
        const [one, other] = [first, section].map(({ address }) =>
          formatInterfaceAddress(subnetOf(address.value)),
        );
        yield {
          message:
            `${virtualNetworkText(network)} of host ${host.name} has DHCP in ${one} and in ${other} (${section.text}): ` +
            `libvirt serves it in one IPv${family} subnet of a network only.`,
          origin: section.origin,
          related: [related(first.origin, `DHCP in ${one}.`)],
          subjects: [network.id],
        };
      }
    }
  },
};
