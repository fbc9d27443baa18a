import { DEFAULT_MTU } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';
import { isTaggedOn } from '../carried-networks.js';
import { mtuOrigin } from '../mtu-path.js';

export const untaggedNetworkIsBestOfTheMtuOfItsDevice: Rule = {
  code: 'mtu/raised-for-others',
  severity: 'information',
  reason:
    'It works where all machines of the untagged network take large frames; otherwise those from this host are lost.',
  title: 'An untagged network has the MTU of the device that it is on',
  documentation: {
    what: `Looks for devices that are the end of a network without VLAN, and whose MTU was raised for a VLAN or bridge above it with
a larger one.`,
    why: `A VLAN cannot have a larger MTU than the NIC or bond below, so that KVMNet raises that one. The network without VLAN
ends on the NIC or bond itself, and the host then sends frames of the larger size there too. TCP agrees on what both ends take;
other protocols do not, and a machine with MTU 1500 drops what is larger without a word. oVirt refuses networks of different
MTU on one NIC if one of them has no VLAN.`,
    sources: [
      'oVirt: `NetworkMtuValidator.java`',
      'Linux 6.12, `net/8021q/vlan_dev.c`: `vlan_dev_change_mtu`',
    ],
    whatToDo: `Give the untagged network a \`vlan\` of its own, so that it keeps its MTU on its own device. Where
it is management, this moves the way to the host: change the switch port at the same time, with a console at hand. Or say the
larger \`mtu\` on the network, if everybody in it has it.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network migrate { roles migration  vlan 12  subnet 10.11.12.0/24  mtu 9000 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, migrate }
      }
    `,
    good: kvmnet`
      network management { roles management  vlan 10  subnet 10.11.10.0/24 }
      network migrate { roles migration  vlan 12  subnet 10.11.12.0/24  mtu 9000 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, migrate }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const { mtu } = device;
      if (mtu.follows?.rule !== 'children') continue;
      const child = mtu.follows.from === undefined ? undefined : site.device(mtu.follows.from);
      for (const { value, origin } of device.networks) {
        const network = site.logicalNetwork(value);
        if (!network || isTaggedOn(network, device)) continue;
        const own = network.mtu?.value ?? DEFAULT_MTU;
        yield {
          message:
            `Network ${network.name} has MTU ${own}, but ends on ${deviceText(device)} of host ${host.name}, which has ` +
            `${mtu.value}${child ? ` for ${deviceText(child)}` : ''}.`,
          origin,
          ...(child && {
            related: [
              related(mtuOrigin(child, site), `MTU ${mtu.value} of ${deviceText(child)} comes from here.`),
            ],
          }),
          subjects: [device.id, network.id],
        };
      }
    }
  },
};
