import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const networkShouldBeCarriedSomewhere: Rule = {
  code: 'roles/network-not-carried',
  severity: 'warning',
  reason: 'Nothing breaks, but the network exists on paper only.',
  title: 'A network is carried by some host',
  documentation: {
    what: `Looks for networks of this folder that no device of any host serves. Networks from an \`import\` are left alone: other
sites may carry them. A folder without hosts is left alone too.`,
    why: `Usually a host or a profile was meant to carry it, and guests will miss it; or it was renamed, and this is the old one.`,
    sources: ['[The KVMNet language](../../language.md), “carries”'],
    whatToDo: 'Add it to `carries` of a NIC or bond, or say `network` on a device, or remove it.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage }
      }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    const { networks, hosts, folder } = index.network;
    if (hosts.length === 0) return;
    for (const { id, name, places } of networks) {
      if (!places.name.uri.startsWith(`${folder}/`) || index.devicesOf(id).length > 0) continue;
      yield { message: `No host carries network ${name}.`, origin: places.name, subjects: [id] };
    }
  },
};
