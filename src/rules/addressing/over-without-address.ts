import { hasAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

export const libvirtNetworkShouldLeaveWhereARouteLeads: Rule = {
  code: 'addressing/over-without-address',
  severity: 'warning',
  reason: 'The network starts, and nothing of its guests leaves the host.',
  title: 'A libvirt network leaves over a device that has an address',
  documentation: {
    what: `Looks for \`over\` in \`nat\` and \`routed\` networks that names a device without address and route. Ports of bonds and bridges
are the matter of \`addressing/over-a-port\`.`,
    why: `With \`over\`, libvirt lets pass what leaves through this device and rejects everything else. Where packets leave is for the
routing table to say, and no route leads to a device on which the host has no address. With \`nat\` there would be no address
either to put in place of the guests' own.`,
    sources: ['libvirt 11.3, formatnetwork, `forward dev`', 'Linux 6.12, `net/ipv4/route.c`'],
    whatToDo:
      'Name the device of the default route, or leave `over` out. Or give the device an address and a gateway.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        nat lab { subnet 192.168.100.0/24  over eth1 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        nat lab { subnet 192.168.100.0/24  over eth0 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || network.kind === 'isolated' || !network.over) continue;
      const device = site.device(network.over.value);
      if (!device || memberships.has(device.id)) continue;
      if (hasAddress(device.addressing) || device.addressing.routes.length > 0) continue;
      yield {
        message: `${virtualNetworkText(network)} of host ${host.name} leaves over ${deviceText(device)}, which has no address: no route leads there.`,
        origin: network.over.origin,
        subjects: [network.id, device.id],
        fixes: [{ title: 'Remove over', edits: [{ kind: 'remove', at: network.over.origin }] }],
      };
    }
  },
};
