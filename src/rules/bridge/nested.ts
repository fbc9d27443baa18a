import { kvmnet } from '../kvmnet-source.js';
import { membershipsOf } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const bridgePortMustNotBeABridge: Rule = {
  code: 'bridge/nested',
  severity: 'error',
  reason: 'The kernel refuses a bridge as port of a bridge.',
  title: 'A bridge is not the port of a bridge',
  documentation: {
    what: 'Looks for bridges that list a bridge as port.',
    why: 'The kernel answers "Can not enslave a bridge to a bridge" (ELOOP), and NetworkManager cannot activate the port.',
    sources: ['Linux 6.12, `net/bridge/br_if.c`: `br_add_if`'],
    whatToDo: `Plug both into one bridge. To bring one VLAN of a bridge into another, put a VLAN device on the first
(\`vlan v20 { on br0  id 20 }\`) and list that.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1 }
        bridge br1 { ports br0 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1 }
        vlan v20 { on br0  id 20 }
        bridge br1 { ports v20 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge') continue;
      for (const { port: id, origin, removal } of membershipsOf(bridge)) {
        const port = site.device(id);
        if (port?.kind !== 'bridge' || port.id === bridge.id) continue;
        yield {
          message: `Bridge ${bridge.name} of host ${host.name} has ${deviceText(port)} as port; the kernel refuses that.`,
          origin,
          subjects: [bridge.id, port.id],
          fixes: [
            {
              title: `Take ${port.name} out of bridge ${bridge.name}`,
              edits: [removal],
            },
          ],
        };
      }
    }
  },
};
