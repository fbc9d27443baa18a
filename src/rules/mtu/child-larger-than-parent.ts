import type { Device, Fix, Host } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { lowerOf } from '../lower-devices.js';
import { mtuOrigin, mtuPath, mtuPathText } from '../mtu-path.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

export const mtuMustNotGrowUpwards: Rule = {
  code: 'mtu/child-larger-than-parent',
  severity: 'error',
  reason: 'The kernel or NetworkManager lowers the MTU in silence, or large frames are lost on the way.',
  title: 'A device has no larger MTU than what it stands on',
  documentation: {
    what: `Compares the MTU of each VLAN with the device below, of each bond and bridge with its ports. The message shows the
whole path down to the NIC. An MTU that is not written is that of the network, and below it is raised to fit what stands above;
so only an MTU that somebody wrote can be too small.`,
    why: `NetworkManager cuts the MTU of a VLAN to that of its parent and says nothing. A bond sets the MTU of its ports. A bridge
hands a large frame to a port with a smaller MTU, which drops it: small packets such as ping work, copying hangs.`,
    sources: [
      'Linux 6.12, `net/8021q/vlan_dev.c`: `vlan_dev_change_mtu`; `net/bridge/br_forward.c`: `is_skb_forwardable`; `drivers/net/bonding/bond_main.c`: `bond_change_mtu`',
      'Seen with NetworkManager 1.52.1: MTU of the VLAN clamped',
    ],
    whatToDo: `Raise the MTU below, or remove it there so that it follows. Every switch port on the way has to allow it as
well. A network without VLAN that ends on the same device then gets large frames too:
[mtu/raised-for-others](raised-for-others.md).`,
    bad: kvmnet`
      network management { roles management  vlan 10  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24  mtu 9000 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  mtu 1500  carries management, storage }
      }
    `,
    good: kvmnet`
      network management { roles management  vlan 10  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24  mtu 9000 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const upper of host.devices)
      for (const { id } of lowerOf(upper)) {
        const lower = site.device(id);
        if (lower && lower.mtu.value < upper.mtu.value) yield violation(host, upper, lower, site);
      }
  },
};

function violation(host: Host, upper: Device, lower: Device, site: SiteView): Violation {
  const [told, other] = upper.mtu.follows && !lower.mtu.follows ? [lower, upper] : [upper, lower];
  return {
    message:
      `${deviceText(upper)} of host ${host.name} has MTU ${upper.mtu.value}, ${deviceText(lower)} below it only ` +
      `${lower.mtu.value}: ${mtuPathText(mtuPath(host, upper, lower))}.`,
    origin: mtuOrigin(told, site),
    related: [
      related(mtuOrigin(other, site), `MTU ${other.mtu.value} of ${deviceText(other)} comes from here.`),
    ],
    subjects: [upper.id, lower.id],
    fixes: [...setMtu(lower, upper.mtu.value, 'Raise'), ...setMtu(upper, lower.mtu.value, 'Lower')],
  };
}

const setMtu = (device: Device, value: number, verb: string): readonly Fix[] =>
  device.mtu.follows
    ? []
    : [
        {
          title: `${verb} the MTU of ${deviceText(device)} to ${value}`,
          edits: [{ kind: 'replace', at: device.mtu.origin, text: String(value) }],
        },
      ];
