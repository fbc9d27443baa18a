import { contains, type Device, formatInterfaceAddress, subnetOf } from '../../model/index.js';
import { lowerOf } from '../lower-devices.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText } from '../wording.js';

export const arpTargetShouldBeANeighbour: Rule = {
  code: 'bond/arp-target-outside-subnet',
  severity: 'warning',
  reason: 'No answer comes: all ports count as failed, or other traffic hides a dead path.',
  title: 'An ARP target lies in a subnet that is on the bond',
  documentation: {
    what: `Compares the \`arp-targets\` of a bond with the subnets of the addresses on the bond, and on the VLANs and bridges that
stand on it. Bonds on which an address is learnt by DHCP, or on which there is none, are left alone.`,
    why: `ARP does not cross a router. The kernel asks for the target on the link of the bond, or skips it where its route leads
over another device. No answer comes. Without \`arp_validate\`, which KVMNet does not set, any received frame counts as a sign
of life: on a quiet segment all ports count as failed; on a busy one other traffic hides a dead path.`,
    sources: [
      'Linux 6.12, `drivers/net/bonding/bond_main.c`: `bond_arp_send_all`, `bond_loadbalance_arp_mon`, `bond_ab_arp_inspect`',
    ],
    whatToDo: 'Name addresses in the same subnet that are always up: the gateway first, then another host.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  arp-interval 200 ms  arp-targets 10.11.11.1  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  arp-interval 200 ms  arp-targets 10.11.10.1  carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const addressings = devicesAbove(bond, host.devices).map(({ addressing }) => addressing);
      if (addressings.some(({ dhcp }) => dhcp)) continue;
      const subnets = addressings
        .flatMap(({ addresses }) => addresses)
        .filter(({ value: { family } }) => family === 4)
        .map(({ value }) => subnetOf(value));
      if (subnets.length === 0) continue;
      for (const { value, origin } of bond.options.arpTargets ?? []) {
        // IPv6 is the matter of bond/arp-targets.
        if (value.includes(':') || subnets.some((subnet) => contains(subnet, value))) continue;
        yield {
          message: `ARP target ${value} of bond ${bond.name} of host ${host.name} lies outside ${listText([...new Set(subnets.map(formatInterfaceAddress))])}: it never answers.`,
          origin,
          subjects: [bond.id],
        };
      }
    }
  },
};

/** The device and everything that stands on it. */
function devicesAbove(lower: Device, devices: readonly Device[]): readonly Device[] {
  const found = new Set([lower]);
  for (const each of found)
    for (const device of devices) if (lowerOf(device).some(({ id }) => id === each.id)) found.add(device);
  return [...found];
}
