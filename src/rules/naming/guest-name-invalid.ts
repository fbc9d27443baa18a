import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const guestNameMustBeAllowed: Rule = {
  code: 'naming/guest-name-invalid',
  severity: 'error',
  reason: 'libvirt has no guest of that name, and refuses to define one.',
  title: 'The name of a guest has no slash and no control character',
  documentation: {
    what: 'Looks at the names of guests.',
    why: `A guest is found by its name in libvirt, which keeps each in a file of that name and says "name … cannot contain '/'". A
control character cannot stand in its XML at all.`,
    sources: [
      'libvirt 11.3, `src/conf/domain_postparse.c`: `VIR_DOMAIN_DEF_FEATURE_NAME_SLASH`',
      'XML 1.0, section 2.2: the characters of a document',
    ],
    whatToDo: 'Write the name that `virsh list --all` shows.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest "web/1" on kvm1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web-1 on kvm1 { nic { network tenant } }
    `,
  },
  *checkGuest({ name, places, id }): Iterable<Violation> {
    const character = /[/\p{Cc}]/u.exec(name)?.[0];
    if (character === undefined) return;
    yield {
      message: `A guest cannot have the name ${JSON.stringify(name)}: ${JSON.stringify(character)} is not allowed in it.`,
      origin: places.name,
      subjects: [id],
    };
  },
};
