import { DEFAULT_MTU, type Device, type Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
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
a larger one, or is that of another network on the same device. An MTU that is written on the device is left alone.`,
    why: `A VLAN cannot have a larger MTU than the NIC or bond below, so that KVMNet raises that one. The network without VLAN
ends on the NIC or bond itself, and the host then sends frames of the larger size there too. A device has one MTU: of two networks
without VLAN on it, the larger MTU holds for both. TCP agrees on what both ends take;
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
      const cause = causeOf(device, site);
      if (!cause) continue;
      for (const { value, origin } of device.networks) {
        const network = site.logicalNetwork(value);
        if (!network || isTaggedOn(network, device)) continue;
        const own = network.mtu?.value ?? DEFAULT_MTU;
        if (own >= mtu.value) continue;
        yield {
          message:
            `Network ${network.name} has MTU ${own}, but ends on ${deviceText(device)} of host ${host.name}, which has ` +
            `${mtu.value} for ${cause.text}.`,
          origin,
          related: [related(cause.origin, `MTU ${mtu.value} of ${cause.text} comes from here.`)],
          subjects: [device.id, network.id],
        };
      }
    }
  },
};

/** Why a device has an MTU that nobody wrote on it: what stands above, or the largest of its networks. */
function causeOf(
  device: Device,
  site: SiteView,
): { readonly text: string; readonly origin: Origin } | undefined {
  const { follows } = device.mtu;
  if (follows?.from === undefined) return undefined;
  if (follows.rule === 'children') {
    const child = site.device(follows.from);
    return child && { text: deviceText(child), origin: mtuOrigin(child, site) };
  }
  // Networks on one VLAN device are in one VLAN, whatever they say: vlan/shared-by-networks.
  if (follows.rule !== 'network' || device.kind === 'vlan') return undefined;
  const network = site.logicalNetwork(follows.from);
  return network && { text: `network ${network.name}`, origin: mtuOrigin(device, site) };
}
