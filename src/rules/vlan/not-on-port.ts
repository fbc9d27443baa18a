import { hasRole } from '../../model/index.js';
import { shutIn, shutInViolation } from '../bridge-vlans.js';
import { isOnlyForGuests } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const networkShouldPassAPortOfItsBridge: Rule = {
  code: 'vlan/not-on-port',
  severity: 'warning',
  reason:
    'The site can be deployed, but the network ends on this host: neither it nor its guests hear others in it.',
  title: 'The VLAN of a network passes a port of its VLAN-aware bridge',
  documentation: {
    what: `Looks for networks on a VLAN-aware bridge none of whose ports lets their VLAN pass, of several \`vlans\` not one; and for
VLAN devices on such a bridge, and addresses of the bridge itself, in a VLAN that no port has. A bridge without ports is not looked at.
Management is the matter of [safety/management-not-on-port](../safety/management-not-on-port.md).`,
    why: `A VLAN-aware bridge drops a frame at each port that is not a member of its VLAN, silently, in both directions. The \`trunk\`
of a port takes the place of what the networks of the bridge say. A VLAN device on the bridge lets the host into a VLAN, but does not
open the ports for it: that does \`network\` or \`vlans\` of the bridge.`,
    sources: ['Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress`, `br_allowed_egress`'],
    whatToDo: `Add the VLAN to the \`trunk\` of the port, or leave \`trunk\` out. If guests of this host shall talk only to each other
and to the host, silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      network edge { roles vm  vlans 100-199  zone public }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2 }
        bridge br0 { vlan-aware  network storage, edge  port bond0 { trunk 100-199 } }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      network edge { roles vm  vlans 100-199  zone public }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2 }
        bridge br0 { vlan-aware  network storage, edge  port bond0 { trunk 20, 100-199 } }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const each of shutIn(host, site)) {
      const { network, device, bridge } = each;
      if (network && hasRole(network, 'management')) continue;
      yield shutInViolation(each, site, {
        who: network
          ? `Network ${network.name} of host ${host.name}`
          : device
            ? `${deviceText(device)} of host ${host.name}`
            : `The address of ${deviceText(bridge)} of host ${host.name}`,
        outcome:
          network && isOnlyForGuests(network)
            ? 'guests reach nobody in it beyond this host'
            : 'the host reaches nobody in it',
      });
    }
  },
};
