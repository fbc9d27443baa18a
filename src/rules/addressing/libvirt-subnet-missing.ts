import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

export const networkWithAWayOutMustHaveASubnet: Rule = {
  code: 'addressing/libvirt-subnet-missing',
  severity: 'error',
  reason: 'libvirt refuses to define the network.',
  title: 'A nat or routed network has a subnet',
  documentation: {
    what: 'Looks for `nat` and `routed` networks without a `subnet`.',
    why: `The host is the gateway of such a network, with the first address of its subnet. Without one there is nothing to
translate or to route, and libvirt answers "nat forwarding requested, but no IP address provided for network 'lab'". A
\`nat\` network with \`forward\`, which libvirt would take without a subnet, has nothing to translate either.`,
    sources: ['libvirt 11.3, `src/conf/network_conf.c`: `virNetworkDefParseXML`'],
    whatToDo: `Write a \`subnet\`, usually with a \`dhcp\` range. For guests that shall only reach each other, use \`isolated\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { domain lab.example }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { domain lab.example  subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if ((network.kind !== 'nat' && network.kind !== 'routed') || network.subnets.length > 0) continue;
      yield {
        message: `${virtualNetworkText(network)} of host ${host.name} has no subnet, and so nothing to ${network.kind === 'nat' ? 'translate' : 'route'}.`,
        origin: network.places.name,
        subjects: [network.id],
      };
    }
  },
};
