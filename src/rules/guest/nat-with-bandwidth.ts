import type { GuestNic } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

/** Bits per second. */
const MUCH = 1_000_000_000;

export const busyGuestIsBestBridged: Rule = {
  code: 'guest/nat-with-bandwidth',
  severity: 'information',
  reason: 'It works; address translation costs CPU for each packet.',
  title: 'A guest with much traffic is bridged, not behind NAT',
  documentation: {
    what: "Looks for guests' NICs in a `nat` network with a `bandwidth` above 1 Gbit/s in one direction.",
    why: `Each packet passes connection tracking and is rewritten, which costs CPU, and all guests share the table of connections.
A bridge copies the frame and is done.`,
    sources: ['Linux 6.12, `net/netfilter/nf_nat_core.c`, `nf_conntrack_core.c`', 'libvirt wiki, networking'],
    whatToDo: 'Plug the guest into a network with role `vm`, which is bridged.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
      }
      guest web1 on kvm1 { nic { network lab  bandwidth in 5 Gbit/s out 5 Gbit/s } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  bandwidth in 5 Gbit/s out 5 Gbit/s } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const limit = busiest(nic);
      if (!limit) continue;
      for (const id of guest.hosts) {
        const plug = site.plugOf(nic, id);
        if (plug?.kind !== 'virtual-network' || plug.virtualNetwork.kind !== 'nat') continue;
        yield {
          message: `NIC ${nic.name} of guest ${guest.name} may use ${limit.value / MUCH} Gbit/s, but ${virtualNetworkText(plug.virtualNetwork)} rewrites each packet.`,
          origin: limit.origin,
          subjects: [nic.id, plug.virtualNetwork.id],
        };
        break;
      }
    }
  },
};

const busiest = ({ bandwidth }: GuestNic): { value: number; origin: Violation['origin'] } | undefined =>
  [bandwidth?.in?.average, bandwidth?.out?.average].find((average) => average && average.value > MUCH);
