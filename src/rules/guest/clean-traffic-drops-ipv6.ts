import {
  type ElementId,
  formatInterfaceAddress,
  type GuestNic,
  type Sourced,
  type Subnet,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { related } from '../wording.js';

const FILTER = 'clean-traffic';

export const filteredGuestShouldNotNeedIpv6: Rule = {
  code: 'guest/clean-traffic-drops-ipv6',
  severity: 'warning',
  reason: 'The guest has a link and perhaps IPv4, but not a single IPv6 packet gets through.',
  title: 'A guest in a network with IPv6 has a filter that knows IPv6',
  documentation: {
    what: "Looks for guests' NICs with the filter `clean-traffic` in a network that has an IPv6 subnet.",
    why: `\`clean-traffic\` lets pass IPv4 and ARP, and drops every other protocol, IPv6 and the router's announcements among them. In a
network with IPv4 as well the guest may get along without; in one with IPv6 only it reaches nobody.`,
    sources: ['libvirt, `src/nwfilter/xml/clean-traffic.xml`: it ends with `no-other-l2-traffic`'],
    whatToDo: `Take a filter that does not look at IP, such as \`no-mac-spoofing\`, or define one for IPv6 on the hosts, which may use
libvirt's \`no-ipv6-spoofing\`. Where the guest shall have IPv4 only, silence the warning.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  subnet 2001:db8:13::/64  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  filter clean-traffic } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  subnet 2001:db8:13::/64  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  filter no-mac-spoofing } }
    `,
  },
  *checkGuest({ name, hosts, nics }, site): Iterable<Violation> {
    for (const nic of nics) {
      const { filter, trunk, id, attachment } = nic;
      // The matter of guest/clean-traffic-on-trunk.
      if (filter?.value !== FILTER || trunk) continue;
      const subnet = subnetsOf(nic, hosts, site).find(({ value }) => value.family === 6);
      if (!subnet) continue;
      yield {
        message:
          `Filter ${FILTER} drops all IPv6 of NIC ${nic.name} of guest ${name}, and network ${attachment.name} has ` +
          `${formatInterfaceAddress(subnet.value)}: it lets IPv4 and ARP pass only.`,
        origin: filter.origin,
        related: [related(subnet.origin, 'The IPv6 subnet.')],
        subjects: [id],
      };
    }
  },
};

/** Of the network of the site, else of the host's own one. */
function subnetsOf(nic: GuestNic, hosts: readonly ElementId[], site: SiteView): readonly Sourced<Subnet>[] {
  const { attachment } = nic;
  if (attachment.kind === 'bridge') return [];
  if (attachment.network !== undefined) return site.logicalNetwork(attachment.network)?.subnets ?? [];
  return hosts.flatMap((host) => {
    const plug = site.plugOf(nic, host);
    return plug?.kind === 'virtual-network' && plug.virtualNetwork.kind !== 'bridged'
      ? plug.virtualNetwork.subnets
      : [];
  });
}
