import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const bondPortShouldHaveTheMtuOfItsBond: Rule = {
  code: 'mtu/bond-port-differs',
  severity: 'warning',
  reason: 'The bond works, but the MTU that is written on the port is never its MTU.',
  title: 'A port of a bond has the MTU of the bond',
  documentation: {
    what: `Looks for ports of bonds on which a larger MTU is written than the bond has. A smaller one is an error of
\`mtu/child-larger-than-parent\`.`,
    why: 'A bond sets the MTU of each port to its own when it takes the port in, and again when its own changes.',
    sources: ['Linux 6.12, `drivers/net/bonding/bond_main.c`: `bond_enslave`, `bond_change_mtu`'],
    whatToDo: 'Remove the MTU from the port, or write it on the bond.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { mtu 9000 }
        nic eth1
        bond bond0 { ports eth0, eth1  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0
        nic eth1
        bond bond0 { ports eth0, eth1  carries management }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      for (const { value } of bond.ports) {
        const port = site.device(value);
        if (!port || port.mtu.follows || port.mtu.value <= bond.mtu.value) continue;
        yield {
          message: `${deviceText(port)} of host ${host.name} gets MTU ${bond.mtu.value} from ${deviceText(bond)}, not ${port.mtu.value}.`,
          origin: port.mtu.origin,
          related: [related(bond.mtu.origin, `The MTU of ${deviceText(bond)}.`)],
          subjects: [port.id, bond.id],
          fixes: [
            {
              title: `Set the MTU of ${deviceText(port)} to ${bond.mtu.value}`,
              edits: [{ kind: 'replace', at: port.mtu.origin, text: String(bond.mtu.value) }],
            },
          ],
        };
      }
    }
  },
};
