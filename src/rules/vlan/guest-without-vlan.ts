import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const guestOnAVlanAwareBridgeMustHaveAVlan: Rule = {
  code: 'vlan/guest-without-vlan',
  severity: 'error',
  reason: 'The bridge drops every frame of the guest.',
  title: "A guest's NIC on a VLAN-aware bridge is in a VLAN",
  documentation: {
    what: `Looks for guests' NICs with neither \`vlan\` nor \`trunk\` nor \`native\` that are plugged into a VLAN-aware bridge without
\`pvid\`. A NIC in a network of the site has the VLANs of the network, and is not reported.`,
    why: `On a VLAN-aware bridge each frame belongs to a VLAN. A frame without a tag gets that of its port, and a bridge without
\`pvid\` gives its ports none, so that the frame is dropped. The guest starts, its link is up, and it hears nobody.`,
    sources: [
      'Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress` drops untagged frames of a port without PVID',
    ],
    whatToDo: `Give the NIC a \`vlan\`, or plug it into a \`network\` instead of the bridge; or give the bridge the \`pvid\` that guests
without a VLAN shall be in.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  vlan-aware  vlans 10-20  zone drop }
      }
      guest web1 on kvm1 { nic { bridge br0 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  vlan-aware  vlans 10-20  zone drop }
      }
      guest web1 on kvm1 { nic { bridge br0  vlan 10 } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      if (nic.vlan ?? nic.trunk ?? nic.native) continue;
      for (const id of guest.hosts) {
        const bridge = site.plugOf(nic, id)?.bridge;
        if (!bridge?.vlanAware.value || (bridge.pvid?.value ?? 0) !== 0) continue;
        yield {
          message: `NIC ${nic.name} of guest ${guest.name} has no VLAN, and ${deviceText(bridge)} of host ${site.host(id)?.name ?? ''} drops frames without one.`,
          origin: nic.attachment.origin,
          related: [related(bridge.places.name, 'The bridge.')],
          subjects: [nic.id, bridge.id],
        };
        break;
      }
    }
  },
};
