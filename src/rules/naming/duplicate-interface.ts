import { interfaceNames, type InterfaceName } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const interfaceNameMustBeUniqueOnItsHost: Rule = {
  code: 'naming/duplicate-interface',
  severity: 'error',
  reason: 'A host has one interface of a name; the second one is never made.',
  title: 'No two interfaces of a host have one name',
  documentation: {
    what: `Looks at all interface names of a host: devices that are written, VLAN devices and bridges that follow from
\`carries\`, and the bridges of libvirt networks.`,
    why: `The kernel refuses a second interface of the same name ("File exists"), and libvirt a second network with the
same bridge. With names that are derived the clash is easy to miss: a network called \`br0\` with role \`vm\` makes a bridge
\`br0\` wherever it is carried.`,
    sources: [
      'Linux 6.12, `net/core/dev.c`: `register_netdevice`',
      'Seen with libvirt 11.3: “bridge name already in use”',
    ],
    whatToDo: `Rename one of them. The name of a derived bridge is set with \`bridge NAME\` in its network, that of a libvirt
network's bridge with \`bridge NAME\` in the \`nat\`, \`routed\` or \`isolated\` block.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge lab { ports eth1 }
        isolated back { bridge lab  subnet 192.168.50.0/24 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge lab { ports eth1 }
        isolated back { bridge virbr-back  subnet 192.168.50.0/24 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const first = new Map<string, InterfaceName>();
    for (const named of interfaceNames(host)) {
      const other = first.get(named.name);
      if (!other) {
        first.set(named.name, named);
        continue;
      }
      yield {
        message: `Host ${host.name} would have two interfaces called ${named.name}: ${other.text} and ${named.text}.`,
        origin: named.origin,
        related: [related(other.origin, `The other one, ${other.text}.`)],
        subjects: [other.owner, named.owner],
      };
    }
  },
};
