import { kvmnet } from '../kvmnet-source.js';
import { membershipsOf } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const bondPortMustBeANic: Rule = {
  code: 'bond/nested',
  severity: 'error',
  reason: 'The kernel refuses bonds and bridges as ports of a bond.',
  title: 'The ports of a bond are NICs',
  documentation: {
    what: 'Looks for bonds that list a bond or a bridge as port.',
    why: `The kernel answers "Device type (master device) cannot be enslaved". NetworkManager keeps trying, and the bond stays
without that port.`,
    sources: ['Linux 6.12, `drivers/net/bonding/bond_main.c`: `bond_enslave`'],
    whatToDo: `List the NICs themselves in one bond. With \`802.3ad\` and two switches, the kernel groups the links by switch
by itself.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2
        bond bond0 { ports eth0, eth1 }
        bond bond1 { ports bond0, eth2  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2
        bond bond1 { ports eth0, eth1, eth2  carries management }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      for (const { port, origin } of membershipsOf(bond)) {
        const device = site.device(port);
        if (device?.kind !== 'bond' && device?.kind !== 'bridge') continue;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${deviceText(device)} as port; only NICs can be.`,
          origin,
          subjects: [bond.id, port],
          fixes: [
            {
              title: `Take ${device.name} out of bond ${bond.name}`,
              edits: [{ kind: 'remove-item', at: origin }],
            },
          ],
        };
      }
    }
  },
};
