import { sameOrigin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const guestShouldHaveOneNicInANetwork: Rule = {
  code: 'guest/same-network-twice',
  severity: 'warning',
  reason: 'Both NICs work, but the guest answers for both addresses on either of them.',
  title: 'A guest has one NIC in a network',
  documentation: {
    what: `Looks for two NICs of a guest in the same network or bridge, unless they are in different VLANs of it.`,
    why: `Linux answers ARP for any of its addresses on any NIC, so traffic for the second arrives on the first. A guest that bridges
the two NICs makes a loop. More bandwidth does not come of it, as both end on one bridge; that is what \`queues\` are for.`,
    sources: ['Linux 6.12, `Documentation/networking/ip-sysctl.rst`: `arp_filter`, `arp_ignore`'],
    whatToDo: `Remove one of them; give the other \`queues auto\`, or two addresses. For a guest that is a cluster member or bond in
itself, silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic first { network tenant }  nic second { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { vcpus 2  nic first { network tenant  queues auto } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    const first = new Map<string, Violation['origin']>();
    const [host] = guest.hosts;
    for (const nic of guest.nics) {
      const { id, attachment, vlan, trunk, native } = nic;
      // A network and the bridge that it ends on are one place.
      const bridge = host === undefined ? undefined : site.plugOf(nic, host)?.bridge?.id;
      const place = bridge ?? `${attachment.kind} ${attachment.name}`;
      const key = JSON.stringify([place, vlan?.value, trunk?.value, native?.value]);
      const other = first.get(key);
      if (!other) first.set(key, attachment.origin);
      else if (!sameOrigin(other, attachment.origin))
        yield {
          message: `Guest ${guest.name} has two NICs in ${attachment.kind} ${attachment.name}.`,
          origin: attachment.origin,
          related: [related(other, 'The other NIC.')],
          subjects: [id],
        };
    }
  },
};
