import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const bondMustHaveAPort: Rule = {
  code: 'bond/no-port',
  severity: 'error',
  reason: 'The bond comes up without a link and carries nothing.',
  title: 'A bond has ports',
  documentation: {
    what: 'Looks for bonds without any port.',
    why: `NetworkManager makes the bond, but a bond without ports has no carrier: everything on it, VLANs and bridges
included, waits for a link that never comes.`,
    sources: ['Linux 6.12, `drivers/net/bonding/bond_main.c`: `bond_set_carrier`'],
    whatToDo: 'Name at least two NICs: `ports eth0, eth1`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { mode active-backup }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { mode active-backup  ports eth1, eth2 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices)
      if (bond.kind === 'bond' && bond.ports.length === 0)
        yield {
          message: `Bond ${bond.name} of host ${host.name} has no port: it never gets a link.`,
          origin: bond.places.name,
          subjects: [bond.id],
        };
  },
};
