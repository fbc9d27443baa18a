import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const networksOfADeviceShouldHaveOneZone: Rule = {
  code: 'firewall/zones-differ',
  severity: 'warning',
  reason: 'The zone of one network holds for both: what was to be shut may be open, or the other way round.',
  title: 'Networks on one device name the same zone',
  documentation: {
    what: `Looks for devices that serve two networks with different \`zone\`, and that say no \`zone\` themselves. A network without \`zone\`
goes with the others.`,
    why: `A device is in one zone: firewalld sorts packets by the interface on which they come in, not by network. KVMNet takes the zone
of the network that is named first; that of the second is used nowhere on this device. So the address of a host that was meant
for the zone of management ends in the zone of guests when both are untagged on one bond.`,
    sources: [
      '`firewalld.zones(5)`: an interface is bound to one zone',
      'NetworkManager, nm-settings(5): `connection.zone`',
    ],
    whatToDo: `Give both networks one zone, or carry them on different devices, for example with a \`vlan\` of their own. If one zone for both
is meant, say it at the device: \`zone NAME\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network office { roles vm  vlan 13  zone tenants }
      network web { roles vm  vlan 14  zone dmz }
      zone tenants { target DROP }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  vlan-aware  network office, web }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network office { roles vm  vlan 13  zone tenants }
      network web { roles vm  vlan 14  zone tenants }
      zone tenants { target DROP }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  vlan-aware  network office, web }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const { zone } = device.addressing;
      if (!zone?.follows) continue;
      const winner = site.logicalNetwork(zone.follows.from ?? '');
      if (!winner?.zone) continue;
      for (const { value, origin } of device.networks) {
        const network = site.logicalNetwork(value);
        if (!network?.zone || network.zone.value === zone.value) continue;
        yield {
          message:
            `Networks ${winner.name} and ${network.name} on ${deviceText(device)} of host ${host.name} name two zones: ` +
            `the device is in zone ${zone.value} of network ${winner.name}, and zone ${network.zone.value} is not used for it.`,
          origin,
          related: [
            related(winner.zone.origin, `Zone ${zone.value} of network ${winner.name}.`),
            related(network.zone.origin, `Zone ${network.zone.value} of network ${network.name}.`),
          ],
          subjects: [device.id, winner.id, network.id],
        };
      }
    }
  },
};
