import {
  contains,
  formatInterfaceAddress,
  type InterfaceAddress,
  isNetworkOrBroadcast,
  type Host,
  type Origin,
  sameOrigin,
  type Sourced,
  type Subnet,
  subnetOf,
} from '../../model/index.js';
import { hostSubnets } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, virtualNetworkText } from '../wording.js';

export const addressMustBeThatOfAHost: Rule = {
  code: 'addressing/network-or-broadcast',
  severity: 'error',
  reason: 'Neighbours do not accept the address as that of a host.',
  title: "No host has a subnet's first address or its broadcast address",
  documentation: {
    what: `Looks at the addresses of devices (also those from a host's \`number\`), gateways, those of routes included, and leases: none may be the first
address of its subnet, which stands for the subnet itself, nor in IPv4 the last, which is its broadcast address. Subnets of
two addresses (/31, /127) are left alone.`,
    why: `The kernel of every neighbour answers to the broadcast address itself and refuses connections to it; IPv6 keeps the
first address for "any router of this subnet". NetworkManager sets it all the same. libvirt refuses the broadcast address
at the end of a DHCP range and nothing else.`,
    sources: [
      'RFC 919; RFC 4291, 2.6.1; RFC 3021 for /31',
      'Seen with NetworkManager 1.52.1 and libvirt 11.3',
    ],
    whatToDo: 'Choose an address between the two, or correct the prefix length.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 255  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 25  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const numbered: Violation[] = [];
    for (const device of host.devices)
      for (const { value, origin, follows } of device.addressing.addresses) {
        const text = `${formatInterfaceAddress(value)} of ${deviceText(device)} of host ${host.name}`;
        if (follows?.rule === 'number' && host.number)
          numbered.push(...check(value, host.number.origin, text, device.id));
        else yield* check(value, origin, text, device.id);
      }
    yield* merged(numbered);
    yield* gatewaysOf(host, site);
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const { address, origin } of network.leases)
        yield* check(
          inSubnet(address, network.subnets),
          origin,
          `Lease ${address} of ${virtualNetworkText(network)} of host ${host.name}`,
          network.id,
        );
    }
  },
  *checkNetwork({ id, name, gateways, routes, subnets }): Iterable<Violation> {
    for (const { value, origin } of gateways)
      yield* check(inSubnet(value, subnets), origin, `Gateway ${value} of network ${name}`, id);
    for (const { via } of routes)
      if (via)
        yield* check(
          inSubnet(via.value, subnets),
          via.origin,
          `Gateway ${via.value} of a route of network ${name}`,
          id,
        );
  },
};

/** A number that fits into no subnet is one mistake, however many networks the host is in. */
function merged([first, ...others]: readonly Violation[]): readonly Violation[] {
  if (!first) return [];
  if (others.length === 0) return [first];
  const what = others.length === 1 ? 'one other network' : `${others.length} other networks`;
  const subjects = [first, ...others].flatMap((violation) => violation.subjects ?? []);
  return [{ ...first, message: `${first.message.slice(0, -1)}; so it is in ${what}.`, subjects }];
}

/** Those that a network says are reported there. */
function* gatewaysOf(host: Host, site: SiteView): Iterable<Violation> {
  const subnets = hostSubnets(host).map(({ subnet, origin }) => ({ value: subnet, origin }));
  const devices = host.devices.map(({ id, addressing, networks }) => ({
    id,
    routes: addressing.routes,
    gateways: addressing.gateways,
    said: networks.flatMap(({ value }) => {
      const network = site.logicalNetwork(value);
      return [
        ...(network?.gateways ?? []),
        ...(network?.routes.flatMap(({ via }) => (via ? [via] : [])) ?? []),
      ];
    }),
  }));
  for (const { id, routes, gateways, said } of [
    { id: host.id, routes: host.routes, gateways: [], said: [] },
    ...devices,
  ])
    for (const { value, origin } of [...gateways, ...routes.flatMap(({ via }) => (via ? [via] : []))])
      if (!said.some((each) => sameOrigin(each.origin, origin)))
        yield* check(inSubnet(value, subnets), origin, `Gateway ${value} of host ${host.name}`, id);
}

function inSubnet(address: string, subnets: readonly Sourced<Subnet>[]): InterfaceAddress | undefined {
  const subnet = subnets.find(({ value }) => contains(value, address))?.value;
  return subnet && { ...subnet, address };
}

function* check(
  address: InterfaceAddress | undefined,
  origin: Origin,
  text: string,
  subject: string,
): Iterable<Violation> {
  if (!address || !isNetworkOrBroadcast(address)) return;
  const subnet = subnetOf(address);
  const what = address.address === subnet.address ? 'the first address of' : 'the broadcast address of';
  yield {
    message: `${text} is ${what} subnet ${formatInterfaceAddress(subnet)}: no host can have it.`,
    origin,
    subjects: [subject],
  };
}
