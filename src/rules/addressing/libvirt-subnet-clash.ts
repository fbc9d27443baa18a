import { formatInterfaceAddress } from '../../model/index.js';
import { hostSubnets, overlapping, subnetText } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const libvirtSubnetMustBeFree: Rule = {
  code: 'addressing/libvirt-subnet-clash',
  severity: 'error',
  reason: 'libvirt refuses to start the network.',
  title: 'The subnet of a libvirt network is used nowhere else on its host',
  documentation: {
    what: `Compares the subnets of \`nat\`, \`routed\` and \`isolated\` networks with each other and with those in which a device
of the host has an address. Networks with \`host-access no\` have no address on the host and are left alone.`,
    why: `libvirt puts an address of the network on its bridge, which gives the host a second route to the same subnet. It looks
for that when the network starts ("Network is already in use by interface"), so the network is defined but stays down, and
guests that use it do not start. Most often it is 192.168.122.0/24, libvirt's own default network, once outside and once
inside a nested host. For IPv6 libvirt does not look; there the kernel picks one of the two routes.`,
    sources: [
      'libvirt 11.3, `src/network/bridge_driver_linux.c`: `networkCheckRouteCollision`; seen at start',
    ],
    whatToDo: 'Choose another private subnet for the libvirt network.',
    bad: kvmnet`
      network management { roles management  subnet 192.168.100.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 192.168.100.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.101.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const pair of overlapping(hostSubnets(host))) {
      // Of a device and a libvirt network, the libvirt network is the one to move.
      const [first, second] = pair[1].virtual ? pair : [pair[1], pair[0]];
      if (!second.virtual) continue;
      yield {
        message: `Host ${host.name} cannot start ${second.text}: its subnet ${formatInterfaceAddress(second.subnet)} overlaps ${subnetText(first)}.`,
        origin: second.origin,
        related: [related(first.origin, `The address of ${first.text}.`)],
        subjects: [first.owner, second.owner],
      };
    }
  },
};
