import { formatInterfaceAddress, type Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related, virtualNetworkText } from '../wording.js';

interface Place {
  readonly subnets: string;
  readonly origin: Origin;
  readonly host: string;
}

export const poolShouldHaveOneSubnetForAGuest: Rule = {
  code: 'roles/pool-subnet-differs',
  severity: 'warning',
  reason:
    'A guest that is started on the other host gets a new address; one that moves while it runs keeps the wrong one.',
  title: "A guest's libvirt network has one subnet on all hosts of its pool",
  documentation: {
    what: `Looks for guests in a pool with a NIC in a \`nat\`, \`routed\` or \`isolated\` network whose subnets are not the same on all
hosts of the pool.`,
    why: `Each host makes such a network by itself; only the name is common. A guest that moves while it runs keeps its address and its
default route, which lead nowhere in the other subnet, until its DHCP client asks again. An address that is set in the guest stays
wrong.`,
    sources: [
      'libvirt 11.3, migration: the network of the same name is used on the destination',
      'RFC 2131, section 4.4.5',
    ],
    whatToDo: `Plug the guest into a network with role \`vm\`, which reaches all hosts, or place it \`on\` one host. \`nat\` and \`isolated\`
networks may have the same subnet on every host: say it in the profile that they share.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  nat lab { subnet 192.168.100.0/24 } }
      host kvm2 { number 23  nic eth0 { carries management }  nat lab { subnet 192.168.101.0/24 } }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network lab } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  nat lab { subnet 192.168.100.0/24 } }
      host kvm2 { number 23  nic eth0 { carries management }  nat lab { subnet 192.168.100.0/24 } }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network lab } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      let text = '';
      const places = guest.hosts.flatMap((id): Place[] => {
        const plug = site.plugOf(nic, id);
        if (plug?.kind !== 'virtual-network' || plug.virtualNetwork.kind === 'bridged') return [];
        const { subnets, places: own } = plug.virtualNetwork;
        if (text === '') text = virtualNetworkText(plug.virtualNetwork);
        return [
          {
            subnets:
              listText(subnets.map(({ value }) => formatInterfaceAddress(value)).sort()) || 'without subnet',
            origin: subnets[0]?.origin ?? own.name,
            host: site.host(id)?.name ?? '',
          },
        ];
      });
      const [first] = places;
      const others = places.filter(({ subnets }) => subnets !== first?.subnets);
      if (!first || others.length === 0) continue;
      yield {
        message:
          `${text} of guest ${guest.name} is ${first.subnets} on host ${first.host}, but ` +
          `${listText(others.map(({ subnets, host }) => `${subnets} on ${host}`))}: a guest that moves keeps an address of the other subnet.`,
        origin: nic.attachment.origin,
        related: [first, ...others].map(({ origin, host }) =>
          related(origin, `The network on host ${host}.`),
        ),
        subjects: [nic.id],
      };
    }
  },
};
