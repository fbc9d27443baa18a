import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

export const networkWithAWayOutShouldHaveASubnet: Rule = {
  code: 'addressing/libvirt-subnet-missing',
  severity: 'warning',
  reason: 'The network starts, but its guests find neither an address nor a gateway.',
  title: 'A nat or routed network has a subnet',
  documentation: {
    what: 'Looks for `nat` and `routed` networks without a `subnet`.',
    why: `The host is the gateway of such a network, with the first address of its subnet. Without a subnet libvirt puts no address on the
bridge, starts no dnsmasq and has nothing to translate or to route.`,
    sources: ['libvirt 11.3, formatnetwork, “Connectivity” and “Addressing”'],
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
        message: `${virtualNetworkText(network)} of host ${host.name} has no subnet: its guests get no gateway.`,
        origin: network.places.name,
        subjects: [network.id],
      };
    }
  },
};
