import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related } from '../wording.js';

export const poolMustCarryTheNetworksOfItsGuests: Rule = {
  code: 'roles/pool-network-missing',
  severity: 'error',
  reason: 'libvirt refuses to start the guest on those hosts, and to migrate it there.',
  title: 'Each host of a pool has the networks of its guests',
  documentation: {
    what: `Looks for guests in a pool with a NIC whose network or bridge exists on some hosts of the pool, but not on all. If none
has it, [guest/unknown-network](../guest/unknown-network.md) speaks.`,
    why: `The guest may be started on any host of the pool. Where the network is missing, libvirt answers "Network not found", and a
live migration stops before it begins. That shows on the day when another host is down.`,
    sources: ['libvirt 11.3, migration: the network of the same name must exist on the destination'],
    whatToDo: `Let the remaining hosts carry the network, best in the profile that they share, or take them out of the pool, or
place the guest \`on\` one host.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 { number 23  nic eth0 { carries management } }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1 { carries tenant } }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network tenant } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const lacking = guest.hosts.filter((id) => site.plugOf(nic, id) === undefined);
      if (lacking.length === 0 || lacking.length === guest.hosts.length) continue;
      const hosts = lacking.map((id) => site.host(id)).filter((host) => host !== undefined);
      yield {
        message: `Guest ${guest.name} cannot run on ${listText(hosts.map(({ name }) => name))}: no ${nic.attachment.kind} ${nic.attachment.name} there.`,
        origin: nic.attachment.origin,
        related: [
          related(guest.placement.origin, 'The guest may run on any host of the pool.'),
          ...hosts.map(({ name, places }) => related(places.name, `Host ${name} lacks it.`)),
        ],
        subjects: [nic.id, ...lacking],
      };
    }
  },
};
