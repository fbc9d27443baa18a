import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const vlanBesideABridgeIsWorthALook: Rule = {
  code: 'vlan/on-bridge-port',
  severity: 'information',
  reason: 'It works as long as no guest of the bridge needs the VLAN.',
  title: 'A VLAN device beside a bridge takes its VLAN from the bridge',
  documentation: {
    what: `Looks for VLAN devices that are written on a device which is also an untagged port of a bridge that is not
VLAN-aware. Those that follow from \`carries\` are meant that way, and not reported.`,
    why: `The kernel hands a tagged frame to the VLAN device before the bridge sees it. The bridge keeps the untagged frames
and all other VLANs, but a guest that tags its own frames with this id never gets an answer.`,
    sources: [
      'Linux 6.12, `net/core/dev.c`: `__netif_receive_skb_core` calls `vlan_do_receive` before the `rx_handler` of the bridge',
    ],
    whatToDo: `Nothing, if that is what you want. If guests need the VLAN too, put the VLAN device on the bridge
(\`on br0\`), or make the bridge VLAN-aware.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1 }
        vlan backup { on eth1  id 20 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1 }
        vlan backup { on br0  id 20 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const vlan of host.devices) {
      if (vlan.kind !== 'vlan' || vlan.derived) continue;
      const membership = memberships
        .get(vlan.parent.value)
        ?.find(({ controller }) => controller.kind === 'bridge' && !controller.vlanAware.value);
      const port = site.device(vlan.parent.value);
      if (!membership || !port) continue;
      const { controller: bridge } = membership;
      // Both are its ports: vlan/joined-by-bridge.
      if (vlan.controller === bridge.id) continue;
      yield {
        message:
          `${deviceText(vlan)} of host ${host.name} takes VLAN ${vlan.vlanId.value} from ${deviceText(port)} before ` +
          `${deviceText(bridge)} sees it.`,
        origin: vlan.parent.origin,
        related: [related(membership.origin, `${deviceText(port)} is a port of the bridge here.`)],
        subjects: [vlan.id, bridge.id],
        fixes: [
          {
            title: `Put ${deviceText(vlan)} on ${deviceText(bridge)}`,
            edits: [{ kind: 'replace', at: vlan.parent.origin, text: nameSource(bridge.name) }],
          },
        ],
      };
    }
  },
};
