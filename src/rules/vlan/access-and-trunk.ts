import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const nicMustBeAccessOrTrunk: Rule = {
  code: 'vlan/access-and-trunk',
  severity: 'error',
  reason:
    'A port is in one VLAN without tags, or in many with tags: which of the two is meant, nobody can say.',
  title: "A guest's NIC is an access port or a trunk",
  documentation: {
    what: "Looks for guests' NICs with both `vlan` and `trunk`, or both `vlan` and `native`.",
    why: `\`vlan 12\` gives the guest frames of VLAN 12 without tags. \`trunk 13-14\` gives it frames with tags; the VLAN of its frames
without a tag is then called \`native\`. With both, KVMNet would have to drop one of them.`,
    sources: ['libvirt 11.3, formatnetwork, “Setting VLAN tag”: `trunk` and `nativeMode`'],
    whatToDo: 'Remove `vlan`, or write it as `native` of the trunk.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 10-30  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries edge } }
      guest fw1 on kvm1 { nic { network edge  vlan 12  trunk 12-14 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 10-30  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries edge } }
      guest fw1 on kvm1 { nic { network edge  native 12  trunk 12-14 } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { id, name: nic, vlan, trunk, native } of nics) {
      const [other, keyword] = trunk && !trunk.follows ? [trunk, 'trunk'] : [native, 'native'];
      if (!vlan || vlan.follows || !other) continue;
      yield {
        message: `NIC ${nic} of guest ${name} has both vlan ${vlan.value} and ${keyword}: it is an access port or a trunk.`,
        origin: other.origin,
        related: [related(vlan.origin, 'The access VLAN.')],
        subjects: [id],
        fixes: [
          { title: 'Remove vlan', edits: [{ kind: 'remove', at: vlan.origin }] },
          { title: `Remove ${keyword}`, edits: [{ kind: 'remove', at: other.origin }] },
        ],
      };
    }
  },
};
