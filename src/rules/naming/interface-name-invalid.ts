import { cameFrom, interfaceNames } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** `dev_valid_name` refuses `/`, `:` and blanks; `%` begins a pattern there; firewalld refuses `!` and `*`. */
const FORBIDDEN = /[/:%!*\s\p{Cc}]/u;
/** `deviceName` in libvirt's schemas. */
const LIBVIRT_NAME = /^[A-Za-z0-9_.\\:/-]+$/;

export const interfaceNameMustBeAllowed: Rule = {
  code: 'naming/interface-name-invalid',
  severity: 'error',
  reason: 'The kernel, firewalld or libvirt refuses the name.',
  title: 'An interface name has no blanks and none of / : % ! *',
  documentation: {
    what: `Looks at the names of devices and of libvirt's bridges, written or derived: none may be empty, \`.\` or \`..\`, begin with a
hyphen, or hold a blank, a control character or one of \`/ : % ! *\`. The name of a bridge that guests are plugged into holds
letters, digits, \`_\`, \`-\` and \`.\` only.`,
    why: `The kernel uses the name as a folder in /sys/class/net and in /proc/sys, so a slash cannot be in it. A colon once separated
aliases, a percent sign asks for a number to be filled in. A leading hyphen is read as an option by \`ip\` and \`nmcli\`.`,
    sources: [
      'Linux 6.12, `net/core/dev.c`: `dev_valid_name`, `__dev_alloc_name`',
      'NetworkManager 1.54, `src/libnm-glib-aux/nm-shared-utils.c`: `nm_utils_ifname_valid`',
      'firewalld, `src/firewall/functions.py`: `checkInterface`',
      'libvirt 11.3, schemas: `deviceName`',
    ],
    whatToDo: 'Rename the device. For a derived bridge say `bridge NAME` in the network.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge "tenants/blue" { ports eth1 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge tenants-blue { ports eth1 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const bridges = new Set(
      [...host.devices.filter(({ kind }) => kind === 'bridge'), ...host.virtualNetworks].map(({ id }) => id),
    );
    for (const named of interfaceNames(host, site)) {
      const { name, owner, decidedAt, text } = named;
      const fault = faultOf(name, bridges.has(owner));
      if (fault === undefined) continue;
      yield {
        message: `${text} of host ${host.name} cannot have ${JSON.stringify(name)} as interface name: ${fault}.`,
        origin: decidedAt,
        ...cameFrom(named),
        subjects: [owner],
      };
    }
  },
};

function faultOf(name: string, isBridge: boolean): string | undefined {
  if (name === '') return 'it is empty';
  if (name === '.' || name === '..') return 'that is a folder';
  if (name.startsWith('-')) return 'it begins with a hyphen';
  const character = FORBIDDEN.exec(name)?.[0];
  if (character !== undefined) return `${JSON.stringify(character)} is not allowed in it`;
  return isBridge && !LIBVIRT_NAME.test(name)
    ? 'libvirt takes letters, digits, _, - and . for a bridge'
    : undefined;
}
