import { interfaceNameBytes } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** NAME_MAX of Linux, and about what DNS takes (RFC 1035: 255 octets). */
const LONGEST = 255;

export const hostNameMustBeAllowed: Rule = {
  code: 'naming/host-name-invalid',
  severity: 'error',
  reason: 'Neither OpenSSH nor DNS nor a folder takes such a name.',
  title:
    'The name of a host has no slash, no control character and at most 255 bytes, and is one that OpenSSH takes',
  documentation: {
    what: `Looks at the names of hosts. Without \`ssh\` the name is also what OpenSSH is asked for, so that blanks and characters that mean
something to a shell are not possible.`,
    why: `The name is what OpenSSH is asked for where no \`ssh\` is written, and the folder into which \`kvmnet compile --out\` writes
the files of the host. A control character would also be sent to every terminal that lists the host.`,
    sources: [
      'Linux, `include/uapi/linux/limits.h`: `NAME_MAX`',
      'RFC 1035, section 2.3.4',
      'OpenSSH 9.6, `ssh.c`: `valid_hostname`',
    ],
    whatToDo: 'Give the host a plain name, and say with `ssh` where it is reached.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host "rack1/kvm1" { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host rack1-kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost({ name, ssh, places, id }): Iterable<Violation> {
    const fault = faultOf(name) ?? (ssh.follows ? faultOfTarget(name) : undefined);
    if (fault === undefined) return;
    yield {
      message: `A host cannot have the name ${JSON.stringify(name)}: ${fault}.`,
      origin: places.name,
      subjects: [id],
    };
  },
};

/** Of a name that nobody translates with `ssh`. */
function faultOfTarget(name: string): string | undefined {
  const character = /^-|[\s'"`$\\;&<>|(){}]/u.exec(name)?.[0];
  return character === undefined
    ? undefined
    : `without ssh it is what OpenSSH is asked for, which refuses ${JSON.stringify(character)}`;
}

function faultOf(name: string): string | undefined {
  const character = /[/\p{Cc}]/u.exec(name)?.[0];
  if (character !== undefined) return `${JSON.stringify(character)} is not allowed in it`;
  const bytes = interfaceNameBytes(name);
  return bytes > LONGEST ? `it has ${bytes} bytes, possible are ${LONGEST}` : undefined;
}
