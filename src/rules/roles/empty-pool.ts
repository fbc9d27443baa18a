import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const poolShouldHaveHosts: Rule = {
  code: 'roles/empty-pool',
  severity: 'warning',
  reason: 'Its guests run nowhere, and nothing about them is checked or deployed.',
  title: 'A pool has hosts',
  documentation: {
    what: 'Looks for pools without hosts.',
    why: `A guest \`in\` a pool may run on each of its hosts, and its NICs are checked against the networks of each. With no hosts there
is nothing to check, and a mistake shows on the day when the first host is added.`,
    sources: ['[The KVMNet language](../../language.md), “pool and guest”'],
    whatToDo: 'Name its hosts (`hosts kvm1, kvm2`), or remove the pool.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
      pool rack1 { }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
      pool rack1 { hosts kvm1 }
    `,
  },
  *checkSite({ network }): Iterable<Violation> {
    for (const { id, name, hosts, places } of network.pools)
      if (hosts.length === 0)
        yield { message: `Pool ${name} has no hosts.`, origin: places.name, subjects: [id] };
  },
};
