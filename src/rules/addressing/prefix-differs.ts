import { contains, formatInterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const prefixShouldBeThatOfTheNetwork: Rule = {
  code: 'addressing/prefix-differs',
  severity: 'warning',
  reason: 'It works for the neighbours inside both lengths, and fails for the others.',
  title: 'An address has the prefix length of its network',
  documentation: {
    what: `Compares the prefix length of an address that is written on a device with that of the subnet in which it lies. A
single address (/32, /128) is left alone.`,
    why: `The length decides whom the host takes for a neighbour. With a shorter one (/16 instead of /24) it asks by ARP for
addresses that are behind the router, and gets no answer; with a longer one it sends to the router what the neighbour could
have got directly.`,
    sources: ['Linux 6.12, `net/ipv4/fib_frontend.c`: `fib_add_ifaddr` adds the route of the prefix'],
    whatToDo: 'Use the length of the subnet, or correct the subnet.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  address 10.11.10.22/16 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        nic eth0
        bridge br0 { ports eth0  network management  address 10.11.10.22/24 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const subnets = device.networks.flatMap(({ value }) => site.logicalNetwork(value)?.subnets ?? []);
      for (const { value, origin, follows } of device.addressing.addresses) {
        const around = subnets.filter((subnet) => contains(subnet.value, value.address));
        const [subnet] = around;
        if (follows || !subnet || value.prefix === (value.family === 4 ? 32 : 128)) continue;
        if (around.some((each) => each.value.prefix === value.prefix)) continue;
        const right = formatInterfaceAddress({ ...value, prefix: subnet.value.prefix });
        yield {
          message:
            `Address ${formatInterfaceAddress(value)} of ${deviceText(device)} of host ${host.name} has prefix length ` +
            `${value.prefix}, its subnet ${formatInterfaceAddress(subnet.value)} has ${subnet.value.prefix}.`,
          origin,
          related: [related(subnet.origin, 'The subnet.')],
          subjects: [device.id],
          fixes: [{ title: `Use ${right}`, edits: [{ kind: 'replace', at: origin, text: right }] }],
        };
      }
    }
  },
};
