import { hasRole } from '../../model/index.js';
import { shutIn, shutInViolation } from '../bridge-vlans.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const managementMustPassAPortOfItsBridge: Rule = {
  code: 'safety/management-not-on-port',
  severity: 'error',
  reason: 'The host has its address, and nobody reaches it there: it is locked out.',
  title: 'The VLAN of management passes a port of the VLAN-aware bridge',
  documentation: {
    what: `Looks for networks with role \`management\` on a VLAN-aware bridge none of whose ports lets their VLAN pass: neither by
\`trunk\` and \`native\` of the port, nor by the VLANs of the bridge. Other networks are the matter of
[vlan/not-on-port](../vlan/not-on-port.md).`,
    why: `A VLAN-aware bridge drops a frame at each port that is not a member of its VLAN, silently, in both directions. The \`trunk\`
of a port takes the place of what the networks of the bridge say, so that a network which is added to the bridge later does not pass
that port by itself.`,
    sources: ['Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress`, `br_allowed_egress`'],
    whatToDo: 'Add the VLAN to the `trunk` of the port that leads to the switch, or leave `trunk` out.',
    bad: kvmnet`
      network management { roles management  vlan 10  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0
        bridge br0 { vlan-aware  network management  vlans 11-20  port eth0 { trunk 11-20 } }
      }
    `,
    good: kvmnet`
      network management { roles management  vlan 10  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0
        bridge br0 { vlan-aware  network management  vlans 11-20  port eth0 { trunk 10-20 } }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const each of shutIn(host, site)) {
      if (!each.network || !hasRole(each.network, 'management')) continue;
      yield shutInViolation(each, site, {
        who: `Network ${each.network.name} of host ${host.name}`,
        outcome: 'nobody reaches the host there',
      });
    }
  },
};
