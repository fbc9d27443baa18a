import { type Bridge, type BridgePort, type ElementId, vlanSetHas } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const vlanShouldNotBeTakenFromABridge: Rule = {
  code: 'vlan/taken-before-bridge',
  severity: 'warning',
  reason: 'Both are made, but the guests on the bridge get no frame of that VLAN.',
  title: 'A VLAN is not taken off a port before its bridge sees it',
  documentation: {
    what: `Looks for a VLAN device on a device that is a port of a VLAN-aware bridge, when the bridge carries the same VLAN
tagged on that port.`,
    why: `The kernel gives a tagged frame to a VLAN device of the NIC first. The bridge sees only what no VLAN device wants. So
with \`bond0.10\` beside a bridge on \`bond0\` that carries 10, the guests in VLAN 10 send but never receive.`,
    sources: [
      'Linux 6.12, `net/core/dev.c`: `__netif_receive_skb_core` calls `vlan_do_receive` before the `rx_handler` of the bridge',
    ],
    whatToDo: `Take the VLAN out of the bridge, or put the VLAN device on the bridge instead of its port
(\`vlan host10 { on br0  id 10 }\`).`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { ports eth1  vlan-aware  network edge }
        vlan host100 { on eth1  id 100  address 10.11.100.22/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { ports eth1  vlan-aware  network edge }
        vlan host100 { on br-edge  id 100  address 10.11.100.22/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const vlan of host.devices) {
      if (vlan.kind !== 'vlan') continue;
      for (const { controller } of memberships.get(vlan.parent.value) ?? []) {
        if (controller.kind !== 'bridge' || !controller.vlanAware.value) continue;
        if (!carriesOn(controller, vlan.parent.value, vlan.vlanId.value)) continue;
        yield {
          message:
            `${deviceText(vlan)} of host ${host.name} takes VLAN ${vlan.vlanId.value} before ${deviceText(controller)}, ` +
            `which carries it too: guests there would receive nothing in it.`,
          origin: vlan.parent.follows ? vlan.places.name : vlan.parent.origin,
          related: [
            related(controller.vlans?.origin ?? controller.places.name, 'The bridge carries it here.'),
          ],
          subjects: [vlan.id, controller.id],
        };
      }
    }
  },
};

/** True when the port has the VLAN with a tag: untagged frames go past the VLAN device. */
function carriesOn(bridge: Bridge, port: ElementId, id: number): boolean {
  const membership: BridgePort | undefined = bridge.ports.find(({ device }) => device === port);
  const trunk = membership?.trunk;
  const isTagged = vlanSetHas((trunk ?? bridge.vlans)?.value ?? [], id);
  if (membership?.native) return isTagged && membership.native.value !== id;
  // A trunk that names the bridge's untagged VLAN has it tagged.
  return isTagged && (trunk !== undefined || bridge.pvid?.value !== id);
}
