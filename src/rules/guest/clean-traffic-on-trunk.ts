import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

/** Filters of libvirt that let pass frames of the NIC's own MAC and IP address only. */
const AGAINST_SPOOFING = [
  'clean-traffic',
  'clean-traffic-gateway',
  'no-ip-spoofing',
  'no-arp-spoofing',
  'no-arp-ip-spoofing',
];

export const trunkShouldNotBeFilteredByAddress: Rule = {
  code: 'guest/clean-traffic-on-trunk',
  severity: 'warning',
  reason: 'The untagged frames pass, the tagged ones of the trunk are dropped.',
  title: 'A trunk has no filter against address spoofing',
  documentation: {
    what: "Looks for guests' NICs with a `trunk` and a filter such as `clean-traffic`.",
    why: `\`clean-traffic\` lets pass IPv4 and ARP of one address, and drops every other protocol. An 802.1Q tag is another protocol, so
that nothing of the trunk gets through. A guest with a trunk is usually a router or firewall, which sends with addresses of
others anyway.`,
    sources: ['libvirt 11.3, formatnwfilter: `clean-traffic` ends with `no-other-l2-traffic`'],
    whatToDo: 'Remove `filter`, or plug the guest into one network for each VLAN, with a filter each.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries edge } }
      guest router on kvm1 { nic { network edge  trunk 100-110  filter clean-traffic } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries edge } }
      guest router on kvm1 { nic { network edge  trunk 100-110 } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { filter, trunk, attachment, id } of nics) {
      if (!filter || !trunk || !AGAINST_SPOOFING.includes(filter.value)) continue;
      yield {
        message: `Filter ${filter.value} drops the tagged frames of the trunk of guest ${name}.`,
        origin: filter.origin,
        related: [related(trunk.follows ? attachment.origin : trunk.origin, 'The trunk.')],
        subjects: [id],
        fixes: [{ title: 'Remove the filter', edits: [{ kind: 'remove', at: filter.origin }] }],
      };
    }
  },
};
