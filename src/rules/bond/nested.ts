import { kvmnet } from '../kvmnet-source.js';
import { membershipsOf } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const bondPortShouldBeANic: Rule = {
  code: 'bond/nested',
  severity: 'warning',
  reason: 'What is made of it watches the wrong link, or loses frames.',
  title: 'The ports of a bond are NICs',
  documentation: {
    what: 'Looks for bonds that list a bond, a bridge or a VLAN as port.',
    why: `A bond watches the carrier of its ports. That of a bond or bridge below says little: it is up while any of its own ports is,
and a bridge delivers frames past the bond as well. Every frame that leaves over a VLAN gets its tag: LACP packets would carry the
tag, and switches ignore them. LACP between a bond of bonds and a switch does not come about. oVirt and Oracle VM know no bond
in a bond.`,
    sources: [
      'Linux 6.12, `drivers/net/bonding/bond_main.c`: `bond_enslave` takes a bond, and no other kind of controller',
    ],
    whatToDo: `List the NICs themselves in one bond; a VLAN stands on the bond, not below it. With \`802.3ad\` and two switches, the
kernel groups the links by switch by itself.`,
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
      for (const { port, origin, removal } of membershipsOf(bond)) {
        const device = site.device(port);
        // A port of itself: `bridge/stands-on-itself` says so.
        if (port === bond.id) continue;
        if (!device || device.kind === 'nic') continue;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${deviceText(device)} as port; only NICs can be.`,
          origin,
          subjects: [bond.id, port],
          fixes: [
            {
              title: `Take ${device.name} out of bond ${bond.name}`,
              edits: [removal],
            },
          ],
        };
      }
    }
  },
};
