import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const portOfABridgeCannotBeIsolated: Rule = {
  code: 'bridge/port-not-isolated',
  severity: 'warning',
  reason: 'The bridge works, but its port stays open to the other isolated ports.',
  title: 'A port of a host is not asked to be isolated',
  documentation: {
    what: 'Looks for `isolated yes` in the `port` blocks of bridges.',
    why: `The kernel can isolate a port, but NetworkManager has no setting for it: a profile of a bridge port holds priority, path
cost, hairpin mode and VLANs. So the switch is in no file, and frames between such ports pass. libvirt can: a guest's NIC
with \`isolated yes\` is.`,
    sources: [
      'NetworkManager 1.54, `src/libnm-core-impl/nm-setting-bridge-port.c`: the properties of `bridge-port`',
      'Linux 6.12, `net/bridge/br_private.h`: `BR_ISOLATED`',
      'libvirt 11.3, formatdomain: `<port isolated="yes"/>`',
    ],
    whatToDo: `Remove \`isolated\` here and say it on the NICs of the guests that shall not reach each other. NICs of the host are
best kept apart by VLANs, or by bridges of their own.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { port eth1 { isolated yes } }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { port eth1 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge') continue;
      for (const { device, isolated } of bridge.ports) {
        if (!isolated?.value) continue;
        const port = site.device(device);
        if (!port) continue;
        yield {
          message: `${deviceText(port)} of host ${host.name} stays open to other ports of ${deviceText(bridge)}: NetworkManager cannot isolate a port.`,
          origin: isolated.origin,
          subjects: [port.id, bridge.id],
          fixes: [
            {
              title: `Remove isolated from port ${port.name}`,
              edits: [{ kind: 'remove', at: isolated.origin }],
            },
          ],
        };
      }
    }
  },
};
