import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** `max_zone_name_len` of firewalld up to 2.3, which Debian 13 and Oracle Linux 10 have; 2.4 takes 128. */
const LONGEST = 17;

export const zoneNameMustBeAllowed: Rule = {
  code: 'naming/zone-name-invalid',
  severity: 'error',
  reason: 'firewalld refuses the file of the zone, and with it all that is in /etc/firewalld.',
  title: `The name of a zone has at most ${LONGEST} letters, digits, _ and -`,
  documentation: {
    what: `Looks at the names of the zones that the site declares: none may be longer than ${LONGEST} characters, or hold
anything but the letters A to Z, digits, \`_\` and \`-\`. A dot is not allowed either.`,
    why: `A zone is called after its file. A longer name, or another character, is INVALID_NAME when firewalld reads the folder;
then it logs "Falling back to full stock configuration", and no zone of the site is in force until the name is mended.
firewalld up to 2.3, which Debian 13 and Oracle Linux 10 have, takes ${LONGEST} characters; 2.4 takes 128. firewalld would take
letters of other alphabets, and a slash for zones in parts; the names of files that KVMNet writes have neither.`,
    sources: [
      'firewalld, `src/firewall/core/io/io_object.py`: `check_name`; `io/zone.py`: `ADDITIONAL_ALNUM_CHARS`',
      'firewalld 2.3, `src/firewall/functions.py`: `max_zone_name_len`, 28 − (4 + 7)',
      'firewalld 2.3, `src/firewall/core/fw.py`: `_loader_zones`, `_start_failsafe`',
    ],
    whatToDo: 'Rename the zone, and correct the places that name it.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone office.lan }
      zone office.lan { services ssh }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone office-lan }
      zone office-lan { services ssh }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkSite({ network: { zones } }): Iterable<Violation> {
    for (const { name, places, id } of zones) {
      const fault = faultOf(name);
      if (fault === undefined) continue;
      yield {
        message: `firewalld cannot have a zone of the name ${JSON.stringify(name)}: ${fault}.`,
        origin: places.name,
        subjects: [id],
      };
    }
  },
};

function faultOf(name: string): string | undefined {
  const character = /[^A-Za-z0-9_-]/u.exec(name)?.[0];
  if (character !== undefined) return `${JSON.stringify(character)} is not allowed in it`;
  return name.length > LONGEST ? `it has ${name.length} characters, possible are ${LONGEST}` : undefined;
}
