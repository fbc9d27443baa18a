import { compareAddresses, type DhcpRange, familyOf } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

export const dhcpRangesShouldBeApart: Rule = {
  code: 'addressing/dhcp-ranges-overlap',
  severity: 'warning',
  reason: 'libvirt takes them, and there are fewer addresses for guests than the text seems to say.',
  title: 'The DHCP ranges of a libvirt network lie apart',
  documentation: {
    what: 'Compares the `dhcp` ranges of one libvirt network with each other: no address is in two of them.',
    why: `dnsmasq hands out an address once, whichever range it came from. Ranges that overlap come from a wrong digit or from
two people who each added one; somebody who counts the addresses counts some of them twice, and the pool is empty early.`,
    sources: ['dnsmasq(8): dhcp-range', 'Seen with libvirt 11.3: overlapping ranges are accepted'],
    whatToDo: 'Correct the end that is wrong, or write one range in place of the two.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.99, 192.168.100.90-192.168.100.200 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.89, 192.168.100.90-192.168.100.200 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const [at, range] of network.dhcp.entries()) {
        const other = network.dhcp.slice(0, at).find((before) => overlap(before, range));
        if (!other) continue;
        yield {
          message:
            `DHCP range ${range.first}-${range.last} of ${virtualNetworkText(network)} of host ${host.name} overlaps ` +
            `${other.first}-${other.last}.`,
          origin: range.origin,
          related: [related(other.origin, 'The other range.')],
          subjects: [network.id],
        };
      }
    }
  },
};

const overlap = (one: DhcpRange, other: DhcpRange): boolean =>
  [one.first, one.last, other.first, other.last].every(
    (address) => familyOf(address) === familyOf(one.first),
  ) &&
  compareAddresses(one.first, other.last) <= 0 &&
  compareAddresses(other.first, one.last) <= 0;
