import {
  contains,
  type Device,
  familyOf,
  formatInterfaceAddress,
  type Host,
  type IpAddress,
  type Sourced,
  subnetOf,
} from '../../model/index.js';
import { lowerOf } from '../lower-devices.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, listText } from '../wording.js';

export const arpTargetShouldBeANeighbour: Rule = {
  code: 'bond/arp-target-outside-subnet',
  severity: 'warning',
  reason: 'No answer comes: all ports count as failed, or other traffic hides a dead path.',
  title: 'An ARP target lies in a subnet that is on the bond',
  documentation: {
    what: `Compares the \`arp-targets\` of a bond with the subnets of the addresses on the bond, and on the VLANs and bridges that
stand on it. Bonds on which an address is learnt by DHCP, or which serve no network, are left alone. It also finds a target that
is the host's own address and has no other beside it, and targets of a bond on which no device has an IPv4 address.`,
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
  *checkHost(host, site): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      // IPv6 is the matter of bond/arp-targets.
      const targets = (bond.options.arpTargets ?? []).filter(({ value }) => familyOf(value) === 4);
      if (targets.length === 0) continue;
      const own = ownTarget(targets, host);
      const above = devicesAbove(bond, host.devices);
      const subnets = above
        .flatMap(({ addressing }) => addressing.addresses)
        .filter(({ value: { family } }) => family === 4)
        .map(({ value }) => subnetOf(value));
      const place = `bond ${bond.name} of host ${host.name}`;
      if (own)
        yield {
          message: `ARP target ${own.target.value} of ${place} is the address of ${deviceText(own.holder)} of the host itself: nobody answers.`,
          origin: own.target.origin,
          subjects: [bond.id],
        };
      else if (above.some(({ addressing }) => addressing.dhcp)) continue;
      else if (subnets.length > 0)
        for (const { value, origin } of targets) {
          if (subnets.some((subnet) => contains(subnet, value))) continue;
          yield {
            message: `ARP target ${value} of ${place} lies outside ${listText([...new Set(subnets.map(formatInterfaceAddress))])}: it never answers.`,
            origin,
            subjects: [bond.id],
          };
        }
      else if (leadsElsewhere(above, host, site))
        for (const { value, origin } of targets)
          yield {
            message: `ARP target ${value} of ${place} is never asked: no device on the bond has an IPv4 address. Watch the cables with miimon instead.`,
            origin,
            subjects: [bond.id],
          };
    }
  },
};

/** The address of the host itself, where nobody else is asked. */
function ownTarget(
  targets: readonly Sourced<IpAddress>[],
  { devices }: Host,
): { readonly target: Sourced<IpAddress>; readonly holder: Device } | undefined {
  const holders = targets.map((target) => ({
    target,
    holder: devices.find(({ addressing }) =>
      addressing.addresses.some(({ value }) => value.address === target.value),
    ),
  }));
  const [first] = holders;
  return first?.holder && holders.every(({ holder }) => holder)
    ? { target: first.target, holder: first.holder }
    : undefined;
}

/**
 * Whether the bond serves networks in which the host has no IPv4 address, and the target does not answer the request
 * without a sender that the kernel sends untagged where it has no route at all.
 */
function leadsElsewhere(above: readonly Device[], host: Host, site: SiteView): boolean {
  const networks = above.flatMap((device) =>
    device.networks.flatMap(({ value }) => site.logicalNetwork(value) ?? []),
  );
  const hasDefaultRoute = host.devices.some(
    ({ addressing: { dhcp, gateways } }) =>
      dhcp !== undefined || gateways.some(({ value }) => familyOf(value) === 4),
  );
  return (
    networks.length > 0 &&
    (hasDefaultRoute || networks.every(({ vlan, vlans }) => (vlan ?? vlans) !== undefined))
  );
}

/** The device and everything that stands on it. */
function devicesAbove(lower: Device, devices: readonly Device[]): readonly Device[] {
  const found = new Set([lower]);
  for (const each of found)
    for (const device of devices) if (lowerOf(device).some(({ id }) => id === each.id)) found.add(device);
  return [...found];
}
