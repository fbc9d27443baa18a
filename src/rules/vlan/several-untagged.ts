import { hasRole, type LogicalNetwork } from '../../model/index.js';
import { isTaggedOn } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const deviceShouldHaveOneUntaggedNetwork: Rule = {
  code: 'vlan/several-untagged',
  severity: 'warning',
  reason: 'It works, but the two networks are one: whoever is in the one hears the other.',
  title: 'A device has one network without VLAN',
  documentation: {
    what: `Looks for devices that serve two networks without \`vlan\`. A network of guests beside one of the hosts is the matter of
[roles/management-with-vm](../roles/management-with-vm.md).`,
    why: `Frames without a tag are all alike: two networks that both have none are one broadcast domain on that cable, with two subnets
on one device. Usually a \`vlan\` was forgotten. oVirt refuses a second untagged network on a NIC.`,
    sources: [
      'oVirt: NETWORK_INTERFACES_NOT_EXCLUSIVELY_USED_BY_UNTAGGED_NETWORK',
      'IEEE 802.1Q: untagged frames belong to the port VLAN',
    ],
    whatToDo: `Give one of them its \`vlan\`, or carry it on another NIC. If both really are one segment, make them one network: it may
have several roles, and an IPv4 and an IPv6 subnet.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network heartbeat { roles heartbeat  subnet 10.11.11.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, heartbeat }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network heartbeat { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  carries management, heartbeat }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      // On a VLAN device all networks are in its VLAN: vlan/shared-by-networks.
      if (device.kind === 'vlan') continue;
      const untagged = device.networks.flatMap(({ value, origin }) => {
        const network = site.logicalNetwork(value);
        return network && isUntagged(network) && !isTaggedOn(network, device) ? [{ network, origin }] : [];
      });
      const [first, ...others] = untagged;
      for (const { network, origin } of others) {
        if (!first || hasRole(first.network, 'vm') !== hasRole(network, 'vm')) continue;
        yield {
          message: `Networks ${first.network.name} and ${network.name} are both without VLAN on ${deviceText(device)} of host ${host.name}: they are one network.`,
          origin,
          related: [related(first.origin, `Network ${first.network.name} is there already.`)],
          subjects: [device.id, first.network.id, network.id],
        };
      }
    }
  },
};

const isUntagged = ({ vlan, vlans }: LogicalNetwork): boolean => vlan === undefined && vlans === undefined;
