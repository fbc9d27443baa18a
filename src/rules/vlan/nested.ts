import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const vlanShouldNotStandOnAVlan: Rule = {
  code: 'vlan/nested',
  severity: 'warning',
  reason: 'The kernel makes it, but few switches pass frames with two 802.1Q tags.',
  title: 'A VLAN stands on a NIC or bond, not on another VLAN',
  documentation: {
    what: 'Looks for VLAN devices whose `on` names a VLAN device.',
    why: `Frames of such a device leave with two tags, the outer one of the lower device. A switch port that expects one tag
forwards them into the outer VLAN or drops them, and each tag makes the frame four bytes longer than the switch allows for.
What is usually meant is a second VLAN beside the first.`,
    sources: ['IEEE 802.1Q: stacked tags use the S-TAG (802.1ad); Linux 6.12, `net/8021q/vlan_dev.c`'],
    whatToDo: `Put the VLAN on the device below: \`on bond0\` instead of \`on bond0.10\`. If your provider really wants two tags
(QinQ), silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan bond0.10 { on bond0  id 10 }
        vlan backup   { on bond0.10  id 20 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan bond0.10 { on bond0  id 10 }
        vlan backup   { on bond0  id 20 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      if (device.kind !== 'vlan') continue;
      const parent = site.device(device.parent.value);
      // On itself: `bridge/stands-on-itself` says so.
      if (parent?.kind !== 'vlan' || parent.id === device.id) continue;
      const base = site.device(parent.parent.value);
      const rebased = base && base.id !== device.id && base.kind !== 'vlan' ? base : undefined;
      yield {
        message:
          `${deviceText(device)} of host ${host.name} stands on ${deviceText(parent)}: its frames carry two tags, ` +
          `${parent.vlanId.value} outside and ${device.vlanId.value} inside.`,
        origin: device.parent.origin,
        related: [related(parent.places.name, 'The VLAN below.')],
        subjects: [device.id, parent.id],
        ...(rebased && {
          fixes: [
            {
              title: `Put ${deviceText(device)} on ${deviceText(rebased)}`,
              edits: [{ kind: 'replace', at: device.parent.origin, text: nameSource(rebased.name) }],
            },
          ],
        }),
      };
    }
  },
};
