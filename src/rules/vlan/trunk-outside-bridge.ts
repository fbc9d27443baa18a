import {
  type Bridge,
  type BridgePort,
  formatVlanSet,
  type Host,
  singleVlan,
  type VlanSet,
  vlanSet,
  vlanSetMinus,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const trunkOfAPortShouldLeadSomewhere: Rule = {
  code: 'vlan/trunk-outside-bridge',
  severity: 'warning',
  reason: 'It works, but frames of these VLANs come in and reach nobody.',
  title: 'The VLANs of a port are those of its bridge',
  documentation: {
    what: `Looks at the \`trunk\` of a port of a VLAN-aware bridge for VLANs that neither the bridge has (\`vlans\`, \`pvid\`, its
networks, a VLAN device on it) nor another port.`,
    why: `A bridge passes a frame only between ports that are both in its VLAN. A guest gets the VLANs of the bridge, so that what only
one port has ends there: the switch sends broadcasts that the host throws away, and whoever was meant to be reached is not.
Usually \`vlans\` of the bridge was forgotten, or the numbers of another bridge were copied.`,
    sources: ['Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress`, `br_allowed_egress`'],
    whatToDo: 'Add the VLANs to `vlans` of the bridge, or take them out of the `trunk` of the port.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 {
          vlan-aware
          vlans 101-110
          port eth1 { trunk 101-110, 200 }
        }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 {
          vlan-aware
          vlans 101-110, 200
          port eth1 { trunk 101-110, 200 }
        }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || !bridge.vlanAware.value) continue;
      for (const port of bridge.ports) {
        if (!port.trunk || port.trunk.follows) continue;
        const lost = vlanSetMinus(port.trunk.value, carriedBeside(port, bridge, host));
        const device = site.device(port.device);
        if (lost.length === 0 || !device) continue;
        yield {
          message:
            `VLAN ${formatVlanSet(lost)} of ${deviceText(device)} is neither among the VLANs of bridge ${bridge.name} of host ` +
            `${host.name} (${formatVlanSet(bridge.vlans?.value ?? []) || 'it has none'}) nor on another port: it reaches nobody.`,
          origin: port.trunk.origin,
          subjects: [bridge.id, device.id],
        };
      }
    }
  },
};

/** VLANs in which somebody else is on this bridge. */
function carriedBeside(port: BridgePort, bridge: Bridge, { devices }: Host): VlanSet {
  const others = bridge.ports.filter(({ device }) => device !== port.device);
  const ids = [
    ...(bridge.pvid ? [bridge.pvid] : []),
    ...[port, ...others].flatMap(({ native }) => native ?? []),
  ].flatMap(({ value }) => (value > 0 ? singleVlan(value) : []));
  const above = devices.flatMap((device) =>
    device.kind === 'vlan' && device.parent.value === bridge.id ? singleVlan(device.vlanId.value) : [],
  );
  return vlanSet([
    ...(bridge.vlans?.value ?? []),
    ...others.flatMap(({ trunk }) => trunk?.value ?? []),
    ...ids,
    ...above,
  ]);
}
