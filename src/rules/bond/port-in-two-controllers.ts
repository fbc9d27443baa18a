import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const bondPortMustHaveOneController: Rule = {
  code: 'bond/port-in-two-controllers',
  severity: 'error',
  reason:
    'The kernel lets a device follow one controller only; which one wins depends on the order of activation.',
  title: 'A port of a bond belongs to nothing else',
  documentation: {
    what: `Looks for devices that a bond lists as port while another bond, or a bridge, lists them too. Two bridges are the
matter of [bridge/port-in-two-bridges](../bridge/port-in-two-bridges.md).`,
    why: `A device has one controller. NetworkManager keeps one profile for the port, so one of the two controllers comes up
without it. After the next reboot it may be the other one.`,
    sources: [
      'Linux 6.12, `drivers/net/bonding/bond_main.c`: `bond_enslave` refuses a device that has a controller',
      'oVirt: NETWORK_INTERFACE_ALREADY_IN_BOND',
    ],
    whatToDo: `Take the device out of one of the two lists. A bridge for guests stands on the bond: \`ports bond0\`, not on
the bond's NICs.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2
        bond bond0 { ports eth0, eth1  carries management }
        bridge br0 { ports eth1 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1  nic eth2
        bond bond0 { ports eth0, eth1  carries management }
        bridge br0 { ports eth2 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const [port, memberships] of membershipsByPort(host)) {
      const [first, second] = memberships;
      if (!first || !second || memberships.every(({ controller }) => controller.kind === 'bridge')) continue;
      const device = site.device(port);
      yield {
        message:
          `${device ? deviceText(device) : 'A device'} of host ${host.name} is a port of ${deviceText(first.controller)} and of ` +
          `${deviceText(second.controller)}; it can follow only one.`,
        origin: second.origin,
        related: [related(first.origin, `It is a port of ${deviceText(first.controller)} here.`)],
        subjects: [port, first.controller.id, second.controller.id],
        fixes: [
          {
            title: `Take ${device?.name ?? 'it'} out of ${deviceText(second.controller)}`,
            edits: [second.removal],
          },
        ],
      };
    }
  },
};
