import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { membershipsByPort } from '../ports.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const zoneShouldBeOnTheController: Rule = {
  code: 'firewall/zone-on-port',
  severity: 'warning',
  reason: 'It is accepted and filters nothing.',
  title: 'The zone of a bond or bridge is on the bond or bridge, not on its port',
  documentation: {
    what: 'Looks for devices with a `zone` of their own that are ports of a bond or bridge.',
    why: `firewalld filters packets by the interface on which the IP stack receives them. That is the bond or bridge; the port is
never seen by these rules. The host is then filtered by another zone than the text says.`,
    sources: [
      'firewalld, `firewalld.zones(5)`',
      'Linux 6.12: `skb->dev` is the bridge once `br_handle_frame` has taken the packet',
    ],
    whatToDo: 'Move `zone` to the bond or bridge, or say it at the network.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { zone trusted }
        nic eth1
        bond bond0 { ports eth0, eth1  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management  zone trusted }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    const memberships = membershipsByPort(host);
    for (const device of host.devices) {
      const { zone } = device.addressing;
      const membership = memberships.get(device.id)?.[0];
      if (!zone || zone.follows || !membership) continue;
      const { controller } = membership;
      const at = controller.addressing.zone ? undefined : controller.places.bodyEnd;
      yield {
        message: `Zone ${zone.value} of ${deviceText(device)} of host ${host.name} has no effect: the device is a port of ${deviceText(controller)}.`,
        origin: zone.origin,
        related: [related(membership.origin, `It is a port of ${deviceText(controller)} here.`)],
        subjects: [device.id, controller.id],
        ...(at && {
          fixes: [
            {
              title: `Move zone ${zone.value} to ${deviceText(controller)}`,
              edits: [
                { kind: 'remove', at: zone.origin },
                { kind: 'append', at, text: `zone ${nameSource(zone.value)}` },
              ],
            },
          ],
        }),
      };
    }
  },
};
