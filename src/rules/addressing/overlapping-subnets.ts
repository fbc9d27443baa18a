import type { Origin } from '../../model/index.js';
import { type HostSubnet, hostSubnets, overlapping, subnetText } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { related } from '../wording.js';

export const subnetsOfAHostMustBeDisjoint: Rule = {
  code: 'addressing/overlapping-subnets',
  severity: 'error',
  reason: 'The kernel sends to one of the two devices only; neighbours behind the other are unreachable.',
  title: 'Two devices of a host are in different subnets',
  documentation: {
    what: `Looks for two devices of one host with addresses in subnets that overlap. Several addresses on one device, single
addresses (/32, /128) and link-local ones are left alone.`,
    why: `For each destination the kernel picks the route with the longest prefix, and of equal ones the one with the lowest
metric. All traffic to the subnet leaves by one device, replies to the other one's neighbours included, and with
\`rp_filter\` the kernel drops what arrives on the other. On top of that both devices answer ARP for both addresses.`,
    sources: [
      'Linux 6.12, `net/ipv4/fib_trie.c`; `Documentation/networking/ip-sysctl.rst`: `arp_filter`, `rp_filter`',
    ],
    whatToDo: `Give each network a subnet of its own. For more bandwidth or redundancy in one subnet, put the NICs into a bond
and the address on the bond.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.0.0/16 }
      network office { roles storage  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2  nic eth3
        bond bond0 { ports eth0, eth1  carries management }
        bond bond1 { ports eth2, eth3  carries office }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network office { roles storage  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2  nic eth3
        bond bond0 { ports eth0, eth1  carries management }
        bond bond1 { ports eth2, eth3  carries office }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const pair of overlapping(hostSubnets(host).filter(({ virtual }) => !virtual))) {
      // Of a written address and one that follows from a network, the written one is the exception.
      const [first, second] = pair[1].network && !pair[0].network ? [pair[1], pair[0]] : pair;
      // The same address twice is the matter of addressing/duplicate-address.
      if (first.address.address === second.address.address) continue;
      yield {
        message: `Host ${host.name} has overlapping subnets: ${subnetText(second)}, and ${subnetText(first)}.`,
        origin: subnetOrigin(second, site),
        related: [related(subnetOrigin(first, site), `The other one, of ${first.text}.`)],
        subjects: [first.owner, second.owner],
      };
    }
  },
};

/** Where the subnet is written: with the address, or at the network that the address follows from. */
function subnetOrigin({ network, subnet, origin }: HostSubnet, site: SiteView): Origin {
  const subnets = network ? (site.logicalNetwork(network.id)?.subnets ?? []) : [];
  return subnets.find(({ value }) => value.address === subnet.address)?.origin ?? origin;
}
