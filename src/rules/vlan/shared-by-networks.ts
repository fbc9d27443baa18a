import {
  type ElementId,
  type Host,
  type LogicalNetwork,
  type Sourced,
  vlanSetHas,
} from '../../model/index.js';
import { isOnlyForGuests } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

export const vlanShouldBelongToOneNetwork: Rule = {
  code: 'vlan/shared-by-networks',
  severity: 'warning',
  reason: 'It works, but the two networks are one: whoever is in the one is in the other.',
  title: 'Two networks on one device have two VLAN ids',
  documentation: {
    what: `Looks for devices that serve two networks of the site with the same \`vlan\`, and for VLAN-aware bridges that serve a network of
the hosts whose \`vlan\` is one of the \`vlans\` of a trunk for guests.`,
    why: `The id is all that tells the frames of one network from those of another. With one id there is one VLAN device, one
broadcast domain, one set of machines that hear each other; the separation that two names promise does not exist. Usually the
second network was copied from the first.`,
    sources: ['IEEE 802.1Q', 'Linux 6.12, `net/8021q/vlan.c`: one device for each parent and id'],
    whatToDo: `Give the second network its own id. If both really are one VLAN, make them one network: it may have several roles,
and an IPv4 and an IPv6 subnet.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      network migrate { roles migration  vlan 20  subnet 10.11.21.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage, migrate }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network storage { roles storage  vlan 20  subnet 10.11.20.0/24 }
      network migrate { roles migration  vlan 21  subnet 10.11.21.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, storage, migrate }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    yield* hostsInATrunk(host, site);
    for (const device of host.devices) {
      const first = new Map<number, LogicalNetwork>();
      for (const { value } of device.networks) {
        const network = site.logicalNetwork(value);
        if (!network?.vlan) continue;
        const other = first.get(network.vlan.value);
        if (!other?.vlan) first.set(network.vlan.value, network);
        else if (other.id !== network.id)
          yield {
            message:
              `Networks ${other.name} and ${network.name} both have VLAN ${network.vlan.value} and are both on ` +
              `${deviceText(device)} of host ${host.name}: they are one network.`,
            origin: network.vlan.origin,
            related: [related(other.vlan.origin, `Network ${other.name} has the id already.`)],
            subjects: [device.id, other.id, network.id],
          };
      }
    }
  },
};

/** On one bridge, guests of the trunk are in each of its VLANs, also in that of the hosts. */
function* hostsInATrunk(host: Host, site: SiteView): Iterable<Violation> {
  const networkOf = ({ value }: Sourced<ElementId>): LogicalNetwork | undefined => site.logicalNetwork(value);
  for (const vlan of host.devices) {
    const bridge = vlan.kind === 'vlan' ? site.device(vlan.parent.value) : undefined;
    if (vlan.kind !== 'vlan' || bridge?.kind !== 'bridge') continue;
    const own = vlan.networks.map(networkOf).find((network) => network && !isOnlyForGuests(network));
    if (!own?.vlan) continue;
    for (const network of bridge.networks.map(networkOf)) {
      if (!network?.vlans || !isOnlyForGuests(network) || !vlanSetHas(network.vlans.value, own.vlan.value))
        continue;
      yield {
        message:
          `The trunk of network ${network.name} lets guests on ${deviceText(bridge)} of host ${host.name} into VLAN ` +
          `${own.vlan.value}, which is network ${own.name} of the hosts.`,
        origin: network.vlans.origin,
        related: [related(own.vlan.origin, `The VLAN of network ${own.name}.`)],
        subjects: [bridge.id, network.id, own.id],
      };
    }
  }
}
