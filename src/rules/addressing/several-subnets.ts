import { formatInterfaceAddress } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const networkShouldHaveOneSubnetOfAFamily: Rule = {
  code: 'addressing/several-subnets',
  severity: 'warning',
  reason: 'Hosts get an address in each, and nobody can say from which one they talk to each other.',
  title: 'A network has one IPv4 and one IPv6 subnet',
  documentation: {
    what: 'Looks for networks with two subnets of one family.',
    why: `A host's number gives it an address in every subnet. Which one it uses as source depends on the destination; peers in the other
subnet are reached through a router, or not at all. Clusters take one subnet for their heartbeat and ignore the second.`,
    sources: [
      '[The KVMNet language](../../language.md), “network”',
      'Oracle VM 3, network roles: OCFS2 uses only one subnet for heartbeat',
    ],
    whatToDo: `Make two networks of it, each with a VLAN of its own. While a subnet is being renumbered, write the old addresses on
the devices instead.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24, 10.11.11.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network backup { roles storage  vlan 11  subnet 10.11.11.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, backup }
      }
    `,
  },
  *checkNetwork({ id, name, subnets }): Iterable<Violation> {
    for (const [i, { value, origin }] of subnets.entries()) {
      const other = subnets.slice(0, i).find((subnet) => subnet.value.family === value.family);
      if (!other) continue;
      yield {
        message: `Network ${name} has two IPv${value.family} subnets, ${formatInterfaceAddress(other.value)} and ${formatInterfaceAddress(value)}.`,
        origin,
        related: [related(other.origin, 'The other subnet.')],
        subjects: [id],
      };
    }
  },
};
