import type { Plug, Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related, virtualNetworkText } from '../wording.js';

export const guestMtuMustFitItsBridge: Rule = {
  code: 'mtu/guest-above-bridge',
  severity: 'error',
  reason: "The bridge drops the guest's large frames.",
  title: "A guest's NIC has no larger MTU than its bridge",
  documentation: {
    what: "Compares the `mtu` of a guest's NIC with that of the bridge or libvirt network that it is plugged into, on each host on which the guest may run.",
    why: `The guest believes what \`<mtu>\` tells it and sends frames of that size. The bridge forwards them only to ports whose
MTU is large enough; the uplink is not.`,
    sources: [
      'Linux 6.12, `net/bridge/br_forward.c`: `is_skb_forwardable`',
      'libvirt 11.3, formatdomain, “MTU configuration”',
    ],
    whatToDo: `Set the MTU at the network and leave it out of the guest's NIC, or lower that of the guest.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries tenant }
      }
      guest web1 on kvm1 { nic { network tenant  mtu 9000 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone drop  mtu 9000 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries tenant }
      }
      guest web1 on kvm1 { nic { network tenant } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const { mtu } = nic;
      if (!mtu || mtu.follows) continue;
      for (const id of guest.hosts) {
        const plug = site.plugOf(nic, id);
        const limit = plug && mtuOf(plug);
        if (!limit || limit.mtu.value >= mtu.value) continue;
        yield {
          message: `NIC ${nic.name} of guest ${guest.name} has MTU ${mtu.value}, but ${limit.text} of host ${site.host(id)?.name ?? ''} only ${limit.mtu.value}.`,
          origin: mtu.origin,
          related: [related(limit.mtu.origin, `MTU ${limit.mtu.value} comes from here.`)],
          subjects: [nic.id],
          fixes: [
            {
              title: `Lower it to ${limit.mtu.value}`,
              edits: [{ kind: 'replace', at: mtu.origin, text: String(limit.mtu.value) }],
            },
          ],
        };
        break;
      }
    }
  },
};

function mtuOf(plug: Plug): { readonly mtu: Sourced<number>; readonly text: string } | undefined {
  if (plug.bridge) return { mtu: plug.bridge.mtu, text: deviceText(plug.bridge) };
  if (plug.kind === 'bridge' || plug.virtualNetwork.kind === 'bridged') return undefined;
  return { mtu: plug.virtualNetwork.mtu, text: virtualNetworkText(plug.virtualNetwork) };
}
