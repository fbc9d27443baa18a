import { cameFrom, interfaceNames } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

const TAKEN: ReadonlyMap<string, string> = new Map([
  ['lo', 'every host has its loopback under that name'],
  ['all', 'the kernel keeps settings of all interfaces under it in /proc/sys/net'],
  ['default', 'the kernel keeps settings of new interfaces under it in /proc/sys/net'],
  ['bonding_masters', 'the kernel lists the bonds under it in /sys/class/net'],
]);

/** LV:formatdomain, `target`: names that libvirt gives to what it makes itself. */
const RUN_TIME_NAME = /^(vnet|macvtap|macvlan|vif)\d+$/;

export const interfaceNameMustNotBeReserved: Rule = {
  code: 'naming/reserved-interface-name',
  severity: 'error',
  reason: 'The name means something else to the kernel, NetworkManager or libvirt.',
  title: 'No interface has a reserved name',
  documentation: {
    what: `Looks for devices and libvirt bridges called \`lo\`, \`all\`, \`default\` or \`bonding_masters\`, or like what libvirt makes
while guests run: \`vnet0\`, \`macvtap0\`, \`macvlan0\`, \`vif0\`.`,
    why: `\`lo\` is the loopback. \`all\` and \`default\` are folders in /proc/sys/net/ipv4/conf, \`bonding_masters\` is a file in
/sys/class/net; NetworkManager refuses these names. The names of TAPs are given in turn as guests start: a bridge called
\`vnet0\` makes a guest fail.`,
    sources: [
      'NetworkManager 1.54, `src/libnm-glib-aux/nm-shared-utils.c`: `nm_utils_ifname_valid`',
      'libvirt 11.3, formatdomain, “Overriding the target element”',
    ],
    whatToDo: 'Choose another name.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge default { ports eth1 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-default { ports eth1 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const named of interfaceNames(host, site)) {
      const { name, owner, decidedAt, text } = named;
      const reason =
        TAKEN.get(name) ?? (RUN_TIME_NAME.test(name) ? 'libvirt gives such names to TAPs' : undefined);
      if (reason === undefined) continue;
      yield {
        message: `${text} of host ${host.name} cannot be called ${name}: ${reason}.`,
        origin: decidedAt,
        ...cameFrom(named),
        subjects: [owner],
      };
    }
  },
};
