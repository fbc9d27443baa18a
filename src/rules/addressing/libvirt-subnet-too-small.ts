import { formatInterfaceAddress, type Subnet } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

/** The first address of the subnet is nobody's, the second the host's; a guest needs a third, and IPv4 a broadcast. */
const isTooSmall = ({ family, prefix }: Subnet): boolean => prefix > (family === 4 ? 30 : 126);

export const libvirtSubnetMustHaveRoomForGuests: Rule = {
  code: 'addressing/libvirt-subnet-too-small',
  severity: 'error',
  reason: 'The host takes the only address that the subnet has, or there is none at all.',
  title: 'The subnet of a libvirt network has room for a guest',
  documentation: {
    what: `Looks for subnets of \`nat\`, \`routed\` and \`isolated\` networks above /30, or /126 in IPv6.`,
    why: `The host is in the network with the first usable address. A /31 or /32 has none left for a guest, and libvirt has nothing to
hand out.`,
    sources: ['libvirt 11.3, formatnetwork, “Addressing”'],
    whatToDo: 'Choose a larger subnet, for example a /24.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/32 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const network of host.virtualNetworks)
      for (const { value, origin } of network.kind === 'bridged' ? [] : network.subnets)
        if (isTooSmall(value))
          yield {
            message: `Subnet ${formatInterfaceAddress(value)} of ${virtualNetworkText(network)} of host ${host.name} has no room for a guest beside the host.`,
            origin,
            subjects: [network.id],
          };
  },
};
