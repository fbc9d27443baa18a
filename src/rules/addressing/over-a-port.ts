import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related, virtualNetworkText } from '../wording.js';

export const libvirtNetworkMustLeaveThroughTheController: Rule = {
  code: 'addressing/over-a-port',
  severity: 'error',
  reason:
    "The rules match a device that no packet is routed through, so that all of the guests' traffic is refused.",
  title: 'A libvirt network leaves over a bond or bridge, not over its port',
  documentation: {
    what: 'Looks for `over` in `nat` and `routed` networks that names a port of a bond or bridge.',
    why: `With \`over\`, libvirt lets pass what leaves through this device and rejects everything else. The kernel routes packets
through the device that has the address and the route, which is the bond or bridge; the port appears in no route.`,
    sources: [
      'libvirt 11.3, formatnetwork, `forward dev`',
      'Linux 6.12, `net/ipv4/route.c`: the output device is that of the route',
    ],
    whatToDo: 'Name the bond or bridge, or leave `over` out.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0
        bridge br0 { ports eth0  network management }
        nat lab { subnet 192.168.100.0/24  over eth0 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0
        bridge br0 { ports eth0  network management }
        nat lab { subnet 192.168.100.0/24  over br0 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || !network.over) continue;
      const membership = memberships.get(network.over.value)?.[0];
      const port = site.device(network.over.value);
      if (!membership || !port) continue;
      const { controller } = membership;
      yield {
        message: `${virtualNetworkText(network)} of host ${host.name} leaves over ${deviceText(port)}, which is a port of ${deviceText(controller)}: nothing is routed through it.`,
        origin: network.over.origin,
        related: [related(membership.origin, `It is a port of ${deviceText(controller)} here.`)],
        subjects: [network.id, port.id],
        fixes: memberships.has(controller.id)
          ? []
          : [
              {
                title: `Leave over ${deviceText(controller)}`,
                edits: [{ kind: 'replace', at: network.over.origin, text: nameSource(controller.name) }],
              },
            ],
      };
    }
  },
};
