import type { Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

const DEFAULT_VLAN = 1;

export const defaultVlanIsBestLeftAlone: Rule = {
  code: 'vlan/default-vlan',
  severity: 'information',
  reason: 'It works where the switch was told to tag VLAN 1, which few are.',
  title: 'No network is tagged with VLAN 1',
  documentation: {
    what: 'Looks for networks with `vlan 1`, and for written VLAN devices with `id 1`.',
    why: `On most switches VLAN 1 is the one in which every port is before somebody sets it up, and its frames leave a trunk without a
tag. A host that tags them is then not heard, and the network is shared with every port that nobody has thought about; spanning
tree and the like of the switches use it as well.`,
    sources: [
      'IEEE 802.1Q-2022, section 9.6: the default PVID',
      'Linux 6.12, `net/bridge/br_vlan.c`: `br_vlan_init`',
    ],
    whatToDo: `Leave \`vlan\` out where the switch sends the network untagged, or use another VLAN. If VLAN 1 is tagged on the trunk,
silence this and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 1  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
  },
  *checkNetwork({ id, name, vlan }): Iterable<Violation> {
    if (vlan?.value === DEFAULT_VLAN) yield violation(`Network ${name}`, vlan.origin, id);
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices)
      if (device.kind === 'vlan' && device.vlanId.value === DEFAULT_VLAN && !device.vlanId.follows)
        yield violation(`${deviceText(device)} of host ${host.name}`, device.vlanId.origin, device.id);
  },
};

const violation = (what: string, origin: Origin, subject: string): Violation => ({
  message: `${what} is tagged with VLAN 1, which most switches send without a tag.`,
  origin,
  subjects: [subject],
});
