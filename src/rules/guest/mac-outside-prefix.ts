import { isLocallyAdministeredMac, isMulticastMac, isZeroMac, KVM_MAC_PREFIX } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const guestMacIsBestALocalOne: Rule = {
  code: 'guest/mac-outside-prefix',
  severity: 'information',
  reason: 'It works, as long as no real NIC with that address comes into the network.',
  title: "A guest's MAC address is one that no manufacturer gives out",
  documentation: {
    what: `Looks for guests' NICs with a \`mac\` that neither begins with 52:54:00 nor has the bit of locally administered addresses
(second hexadecimal digit 2, 6, a or e).`,
    why: `Addresses without that bit belong to manufacturers. 52:54:00 is what QEMU and libvirt use, and what switches, monitoring and
colleagues recognise as a guest.`,
    sources: ['IEEE 802, 8.2.2: U/L bit', 'libvirt 11.3, formatdomain, “MAC address”'],
    whatToDo:
      'Remove `mac`, or use one that begins with 52:54:00. Keep it if a licence or a DHCP server depends on it.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 00:21:28:00:00:01 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkGuest(guest): Iterable<Violation> {
    for (const { mac, id, name } of guest.nics) {
      const usual = isLocallyAdministeredMac(mac.value) || isMulticastMac(mac.value) || isZeroMac(mac.value);
      if (mac.follows || usual) continue;
      yield {
        message: `MAC ${mac.value} of NIC ${name} of guest ${guest.name} is a manufacturer's; ${KVM_MAC_PREFIX}:… is for guests.`,
        origin: mac.origin,
        subjects: [id],
        fixes: [{ title: 'Let the names make the MAC address', edits: [{ kind: 'remove', at: mac.origin }] }],
      };
    }
  },
};
