import type { Fix } from '../../model/index.js';
import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const vlanMustStandOnTheBondNotItsPort: Rule = {
  code: 'vlan/on-bond-port',
  severity: 'error',
  reason:
    'The VLAN loses its network as soon as the bond uses another port, and breaks the bond before that.',
  title: 'A VLAN stands on a bond, not on one of its ports',
  documentation: {
    what: 'Looks for VLAN devices, written or derived, on a device that is a port of a bond.',
    why: `A port gives its frames to the bond and takes its MAC address. A VLAN device beside that sends past the bond: on a
passive port of \`active-backup\` its frames move the MAC address on the switch to the wrong link, and with \`802.3ad\` they
bypass the aggregate.`,
    sources: [
      'Linux 6.12, `Documentation/networking/bonding.rst`, “VLAN support”',
      'oVirt refuses it (NETWORK_INTERFACE_ALREADY_IN_BOND)',
    ],
    whatToDo: 'Put the VLAN on the bond. Networks that the NIC `carries` belong to the bond as well.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan backup { on eth0  id 20 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan backup { on bond0  id 20 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const vlan of host.devices) {
      if (vlan.kind !== 'vlan') continue;
      const membership = memberships
        .get(vlan.parent.value)
        ?.find(({ controller }) => controller.kind === 'bond');
      const port = site.device(vlan.parent.value);
      if (!membership || !port) continue;
      const { controller: bond } = membership;
      const move: Fix = {
        title: `Put ${deviceText(vlan)} on ${deviceText(bond)}`,
        edits: [{ kind: 'replace', at: vlan.parent.origin, text: nameSource(bond.name) }],
      };
      yield {
        message: `${deviceText(vlan)} of host ${host.name} stands on ${deviceText(port)}, which is a port of ${deviceText(bond)}.`,
        origin: vlan.parent.origin,
        related: [related(membership.origin, `${deviceText(port)} is a port here.`)],
        subjects: [vlan.id, port.id, bond.id],
        ...(!vlan.derived && !vlan.parent.follows && { fixes: [move] }),
      };
    }
  },
};
