import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** `max_zone_name_len` of firewalld 2; firewalld 1 with iptables took 17. */
const LONGEST = 96;

export const zoneNameMustBeAllowed: Rule = {
  code: 'naming/zone-name-invalid',
  severity: 'error',
  reason: 'firewalld does not load the file of the zone, and what is in the zone falls into the default one.',
  title: 'The name of a zone consists of letters, digits, _ and -',
  documentation: {
    what: `Looks at the names of the zones that the site declares: none may be longer than ${LONGEST} characters, or hold
anything but the letters A to Z, digits, \`_\` and \`-\`. A dot is not allowed either.`,
    why: `A zone is called after its file. firewalld refuses other characters with INVALID_NAME when it reads the folder, says so in
its log only and goes on without the zone. It would take letters of other alphabets, and a slash for zones in parts; the
names of files that KVMNet writes have neither.`,
    sources: [
      'firewalld, `src/firewall/core/io/io_object.py`: `check_name`; `io/zone.py`: `ADDITIONAL_ALNUM_CHARS`',
      'firewalld 2, `src/firewall/functions.py`: `max_zone_name_len`',
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
