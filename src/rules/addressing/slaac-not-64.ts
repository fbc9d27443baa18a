import { formatInterfaceAddress } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

const NEEDED = 64;

export const slaacNeedsAPrefixOf64: Rule = {
  code: 'addressing/slaac-not-64',
  severity: 'warning',
  reason: 'The device comes up and stays without an address of that subnet.',
  title: 'SLAAC is used in subnets of /64',
  documentation: {
    what: 'Looks for devices with `slaac` that serve a network whose IPv6 subnet is shorter or longer than /64.',
    why: `With SLAAC the device puts 64 bits of its own behind the prefix that the router announces. NetworkManager and the kernel pass
over a prefix of any other length.`,
    sources: [
      'RFC 4862, section 5.5.3 d; RFC 4291, section 2.5.1',
      'Linux 6.12, `net/ipv6/addrconf.c`: `addrconf_prefix_rcv`',
    ],
    whatToDo:
      'Give the network a subnet of /64, or leave `slaac` out: the address then follows from the number of the host.',
    bad: kvmnet`
      network management { roles management  subnet 2001:db8:10::/112 }
      host kvm1 { number 22  nic eth0 { carries management  slaac } }
    `,
    good: kvmnet`
      network management { roles management  subnet 2001:db8:10::/112 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const { network, device } of carriedNetworks(host, site)) {
      const { slaac } = device.addressing;
      const subnet = network.subnets.find(({ value }) => value.family === 6);
      if (!slaac || !subnet || subnet.value.prefix === NEEDED) continue;
      yield {
        message: `${deviceText(device)} of host ${host.name} gets no address by SLAAC in network ${network.name}: its subnet ${formatInterfaceAddress(subnet.value)} is no /${NEEDED}.`,
        origin: slaac.origin,
        related: [related(subnet.origin, `The subnet of network ${network.name}.`)],
        subjects: [device.id, network.id],
        fixes: [{ title: 'Remove slaac', edits: [{ kind: 'remove', at: slaac.origin }] }],
      };
    }
  },
};
