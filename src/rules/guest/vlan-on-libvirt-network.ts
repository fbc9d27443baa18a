import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related, virtualNetworkText } from '../wording.js';

export const libvirtNetworkMustNotBeTagged: Rule = {
  code: 'guest/vlan-on-libvirt-network',
  severity: 'error',
  reason: 'libvirt refuses the guest.',
  title: 'A NIC in a nat, routed or isolated network has no VLAN',
  documentation: {
    what: "Looks for `vlan`, `trunk` or `native` on guests' NICs that are plugged into a `nat`, `routed` or `isolated` network.",
    why: `libvirt makes the bridges of these networks itself, does not filter VLANs on them, and refuses a NIC that asks for a tag
there.`,
    sources: ['Seen with libvirt 11.3'],
    whatToDo: 'Remove the VLAN, or plug the NIC into a network with role `vm` on a VLAN-aware bridge.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        isolated back { subnet 192.168.50.0/24 }
      }
      guest web1 on kvm1 { nic { network back  vlan 10 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        isolated back { subnet 192.168.50.0/24 }
      }
      guest web1 on kvm1 { nic { network back } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const tag = [nic.vlan, nic.trunk, nic.native].find((value) => value && !value.follows);
      if (!tag) continue;
      for (const id of guest.hosts) {
        const plug = site.plugOf(nic, id);
        if (plug?.kind !== 'virtual-network' || plug.virtualNetwork.kind === 'bridged') continue;
        yield {
          message: `NIC ${nic.name} of guest ${guest.name} has a VLAN in ${virtualNetworkText(plug.virtualNetwork)}, where libvirt allows none.`,
          origin: tag.origin,
          related: [related(plug.virtualNetwork.places.name, 'The network.')],
          subjects: [nic.id, plug.virtualNetwork.id],
          fixes: [{ title: 'Remove the VLAN', edits: [{ kind: 'remove', at: tag.origin }] }],
        };
        break;
      }
    }
  },
};
