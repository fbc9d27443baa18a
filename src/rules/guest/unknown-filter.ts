import { kvmnet } from '../kvmnet-source.js';
import { nearestName } from '../nearest-name.js';
import type { Rule, Violation } from '../rule.js';

/** The filters that libvirt 11.3 brings along (src/nwfilter/xml). */
const KNOWN_FILTERS: ReadonlySet<string> = new Set([
  'allow-arp',
  'allow-dhcp',
  'allow-dhcp-server',
  'allow-dhcpv6',
  'allow-dhcpv6-server',
  'allow-incoming-ipv4',
  'allow-incoming-ipv6',
  'allow-ipv4',
  'allow-ipv6',
  'clean-traffic',
  'clean-traffic-gateway',
  'no-arp-ip-spoofing',
  'no-arp-mac-spoofing',
  'no-arp-spoofing',
  'no-ip-multicast',
  'no-ip-spoofing',
  'no-ipv6-multicast',
  'no-ipv6-spoofing',
  'no-mac-broadcast',
  'no-mac-spoofing',
  'no-other-l2-traffic',
  'no-other-rarp-traffic',
  'qemu-announce-self',
  'qemu-announce-self-rarp',
]);

export const filterShouldBeOneOfLibvirt: Rule = {
  code: 'guest/unknown-filter',
  severity: 'warning',
  reason: 'If the hosts do not define the filter themselves, libvirt does not start the guest.',
  title: "The filter of a guest's NIC is one that libvirt has",
  documentation: {
    what: "Compares the `filter` of guests' NICs with those that libvirt brings along.",
    why: `libvirt looks for the filter when the guest starts: "Could not find filter". Filters of your own are possible, and KVMNet
does not see them.`,
    sources: ['libvirt 11.3, formatnwfilter, “Pre-existing network filters”'],
    whatToDo: 'Correct the name. For a filter that the hosts define, silence the warning.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  filter clean-trafic } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  filter clean-traffic } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { filter, id, name: nic } of nics) {
      if (!filter || KNOWN_FILTERS.has(filter.value)) continue;
      const meant = nearestName(filter.value, KNOWN_FILTERS);
      yield {
        message:
          `NIC ${nic} of guest ${name} has the filter ${filter.value}, which libvirt does not bring along.` +
          (meant === undefined ? '' : ` Did you mean ${meant}?`),
        origin: filter.origin,
        subjects: [id],
        fixes:
          meant === undefined
            ? []
            : [{ title: `Use ${meant}`, edits: [{ kind: 'replace', at: filter.origin, text: meant }] }],
      };
    }
  },
};
