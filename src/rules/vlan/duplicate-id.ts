import type { Vlan } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const vlanIdMustBeUniqueOnItsParent: Rule = {
  code: 'vlan/duplicate-id',
  severity: 'error',
  reason: 'The kernel refuses the second VLAN device.',
  title: 'A device has one VLAN device for each VLAN id',
  documentation: {
    what: 'Looks for two VLAN devices on the same device with the same id, written or derived.',
    why: `A tagged frame that arrives can go to one VLAN device only, so the kernel answers "VLAN device already exists" to
the second one and NetworkManager cannot activate its profile. Two networks with one \`vlan\` that a bond carries get one
device; that is the matter of [vlan/shared-by-networks](shared-by-networks.md).`,
    sources: ['Linux 6.12, `net/8021q/vlan.c`: `vlan_check_real_dev`'],
    whatToDo: `Remove one of the two, or give it another id. If two networks really share one VLAN, they are one network:
put both roles on it.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan bond0.20 { on bond0  network storage }
        vlan backup   { on bond0  id 20 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management }
        vlan bond0.20 { on bond0  network storage }
        vlan backup   { on bond0  id 21 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const first = new Map<string, Vlan>();
    for (const device of host.devices) {
      if (device.kind !== 'vlan') continue;
      const key = `${device.parent.value} ${device.vlanId.value}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, device);
        continue;
      }
      // Of the two, the written one is where a person can change something.
      const [kept, reported] = device.derived && !other.derived ? [device, other] : [other, device];
      const parent = site.device(device.parent.value);
      yield {
        message:
          `${deviceText(reported)} of host ${host.name} has id ${device.vlanId.value} on ` +
          `${parent ? deviceText(parent) : 'the same device'}, as ${deviceText(kept)} has already.`,
        origin: reported.vlanId.follows ? reported.places.name : reported.vlanId.origin,
        related: [related(kept.places.name, `VLAN ${device.vlanId.value} is used here.`)],
        subjects: [kept.id, reported.id],
      };
    }
  },
};
