import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const bootOrderMustBeAnOrder: Rule = {
  code: 'guest/duplicate-boot-order',
  severity: 'error',
  reason: 'libvirt refuses the definition of the guest.',
  title: "Each place in a guest's boot order is given once",
  documentation: {
    what: 'Compares `boot` of the NICs of one guest. Places count from 1.',
    why: `libvirt answers "boot order '1' used for more than one device", or "incorrect boot order '0'". Disks have places too; those are not known
here.`,
    sources: [
      'libvirt 11.3, `src/conf/domain_conf.c`: `virDomainDeviceBootParseXML`, `virDomainDefBootOrderPostParse`',
    ],
    whatToDo:
      'Give each NIC another place, or leave `boot` out where the guest does not boot from the network.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      network office { roles vm  vlan 14  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant, office } }
      guest web1 on kvm1 { nic { network tenant  boot 1 }  nic { network office  boot 1 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      network office { roles vm  vlan 14  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant, office } }
      guest web1 on kvm1 { nic { network tenant  boot 1 }  nic { network office  boot 2 } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    const first = new Map<number, Violation['origin']>();
    for (const { boot, id, name: nic } of nics) {
      if (!boot) continue;
      const other = first.get(boot.value);
      if (boot.value < 1)
        yield {
          message: `NIC ${nic} of guest ${name} has place ${boot.value} in the boot order; the first place is 1.`,
          origin: boot.origin,
          subjects: [id],
        };
      else if (other)
        yield {
          message: `Two NICs of guest ${name} have place ${boot.value} in the boot order.`,
          origin: boot.origin,
          related: [related(other, 'The other NIC.')],
          subjects: [id],
        };
      else first.set(boot.value, boot.origin);
    }
  },
};
