import { formatInterfaceAddress, overlaps, type Subnet } from '../../model/index.js';
import { hostSubnets } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { virtualNetworkText } from '../wording.js';

/** As the package of libvirt brings it along. */
const DEFAULT_NETWORK = 'default';
const ITS_SUBNET: Subnet = { family: 4, address: '192.168.122.0', prefix: 24 };

export const subnetOfLibvirtsDefaultNetworkIsBestLeftToIt: Rule = {
  code: 'addressing/default-network-subnet',
  severity: 'information',
  reason: "Where libvirt's default network is there, one of the two does not start; it is often removed.",
  title: "No other libvirt network has the subnet of libvirt's default network",
  documentation: {
    what: `Looks for \`nat\`, \`routed\` and \`isolated\` networks whose subnet overlaps 192.168.122.0/24, on hosts without a libvirt network
\`default\` in the text: that one takes the place of the one that libvirt brings along. Where a device of the host has the subnet,
[addressing/libvirt-subnet-clash](libvirt-subnet-clash.md) speaks.`,
    why: `The package of libvirt defines a network \`default\` with the subnet 192.168.122.0/24, and many distributions start it at boot.
libvirt refuses to start a second network with a subnet that the host has a route to: "Network is already in use by interface
virbr0".`,
    sources: [
      'libvirt 11.3, `src/network/default.xml.in`',
      'libvirt 11.3, `src/network/bridge_driver_linux.c`: `networkCheckRouteCollision`',
    ],
    whatToDo: `Choose another private subnet, or call the network \`default\`. Where the default network was removed from the hosts
(\`virsh net-undefine default\`), silence this and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.122.0/24 }
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
    const candidates = host.virtualNetworks.flatMap((network) =>
      network.kind === 'bridged' || network.addresses.length === 0
        ? []
        : network.subnets
            .filter(({ value }) => overlaps(value, ITS_SUBNET))
            .map((subnet) => ({ network, subnet })),
    );
    if (candidates.length === 0) return;
    if (host.virtualNetworks.some(({ kind, name }) => kind !== 'bridged' && name === DEFAULT_NETWORK)) return;
    const onDevices = hostSubnets(host).filter(({ virtual }) => !virtual);
    for (const { network, subnet } of candidates) {
      if (onDevices.some((other) => overlaps(other.subnet, subnet.value))) continue;
      yield {
        message:
          `Subnet ${formatInterfaceAddress(subnet.value)} of ${virtualNetworkText(network)} of host ${host.name} overlaps ` +
          `${formatInterfaceAddress(ITS_SUBNET)} of the network default that libvirt brings along: while that one runs, ` +
          `${network.name} does not start.`,
        origin: subnet.origin,
        subjects: [network.id],
      };
    }
  },
};
