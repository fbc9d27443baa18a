import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const networkShouldHaveARole: Rule = {
  code: 'roles/network-without-role',
  severity: 'warning',
  reason: 'Its devices are made, but neither hosts nor guests get into it.',
  title: 'A network has a role',
  documentation: {
    what: 'Looks for networks without `roles`.',
    why: `The role says who is in a network. \`vm\` gives it a bridge on every host that carries it; any other role gives the hosts an
address in it. Without a role there is neither.`,
    sources: ['[The KVMNet language](../../language.md), “carries”', 'Oracle VM 3, network roles'],
    whatToDo:
      'Say `roles vm` for a network of guests; `management`, `heartbeat`, `migration` or `storage` for one of the hosts.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { vlan 13 }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13 }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
  },
  *checkNetwork({ id, name, roles, places }): Iterable<Violation> {
    if (roles.length > 0) return;
    const at = places.bodyEnd;
    yield {
      message: `Network ${name} has no role: neither hosts nor guests are in it.`,
      origin: places.name,
      subjects: [id],
      ...(at && {
        fixes: [
          {
            title: 'Make it a network of guests (roles vm)',
            edits: [{ kind: 'append', at, text: 'roles vm' }],
          },
        ],
      }),
    };
  },
};
