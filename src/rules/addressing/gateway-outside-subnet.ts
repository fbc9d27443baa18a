import {
  contains,
  type Device,
  familyOf,
  formatInterfaceAddress,
  type Host,
  type IpAddress,
  type Route,
  type Sourced,
  type Subnet,
  subnetOf,
} from '../../model/index.js';
import { hostSubnets, isLinkLocal } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related, virtualNetworkText } from '../wording.js';

export const gatewayMustBeANeighbour: Rule = {
  code: 'addressing/gateway-outside-subnet',
  severity: 'error',
  reason:
    'Nobody answers for the gateway on that link: the host has no way out, and other subnets cannot reach it.',
  title: 'A gateway lies in a subnet of the device that uses it',
  documentation: {
    what: `Compares the \`gateway\` of a network with its subnets, that of a device with the device's addresses, and the gateway
of each \`route\` with the subnets in which the host has an address, those of its libvirt networks too. Link-local gateways (fe80::…) are always neighbours, and
so is a gateway that a \`route\` of the same network or device without \`via\` holds, such as \`route 172.31.1.1/32\`. Devices that
get their address by DHCP or SLAAC are left alone.`,
    why: `A gateway is asked for by ARP on the link, so it has to be a neighbour. The kernel refuses the route ("Nexthop has invalid
gateway"). To avoid that, NetworkManager adds a route to the gateway on the link by itself and says nothing, until somebody
wonders why nothing answers there; from 1.58 on it warns, and later versions will not add it any more.`,
    sources: [
      'Linux 6.12, `net/ipv4/fib_semantics.c`: `fib_check_nh`',
      'NetworkManager, `NEWS` of 1.58: manual addresses with gateways that are not directly reachable',
    ],
    whatToDo: `Correct the gateway, or the subnet. For a gateway of another network, write it at that network. If the provider's router
is on the link with an address outside of the subnet, say so: \`route 172.31.1.1/32\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.1.1 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  gateway 10.11.10.1 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork({ id, name, gateways, subnets, routes }): Iterable<Violation> {
    const places = subnets.map(({ origin }) => related(origin, 'The subnet.'));
    const known = subnets.map(({ value }) => value);
    for (const gateway of [...gateways, ...viasOf(routes)]) {
      // A network without subnet may serve hosts that write their addresses themselves.
      if (known.length === 0 || isReachable(gateway.value, [...known, ...onLink(routes, known)])) continue;
      yield {
        message: `Gateway ${gateway.value} of network ${name} lies outside its subnet ${listText(known.map(formatInterfaceAddress))}.`,
        origin: gateway.origin,
        related: places,
        subjects: [id],
      };
    }
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices) yield* checkDevice(host, device);
    const hostHasOtherAddresses = host.devices.some(({ addressing: { dhcp, slaac } }) => dhcp ?? slaac);
    // A guest of a libvirt network may be the gateway: libvirt then sets the route with its bridge.
    const known = hostSubnets(host).map(({ subnet }) => subnet);
    for (const { value, origin } of hostHasOtherAddresses ? [] : viasOf(host.routes)) {
      if (isReachable(value, known)) continue;
      yield {
        message: `Gateway ${value} of a route of host ${host.name} ${reasonFor(value, host, known)}`,
        origin,
        subjects: [host.id],
      };
    }
  },
};

/** A host without an address in a libvirt network has no way into it, although its bridge is on the host. */
function reasonFor(gateway: IpAddress, { virtualNetworks }: Host, known: readonly Subnet[]): string {
  const shut = virtualNetworks.find(
    (network) => network.kind !== 'bridged' && network.subnets.some(({ value }) => contains(value, gateway)),
  );
  if (shut)
    return `lies in ${virtualNetworkText(shut)}, in which the host has no address: host-access is off there.`;
  return `lies in no subnet in which the host has an address${known.length > 0 ? ` (${listText(known.map(formatInterfaceAddress))})` : ''}.`;
}

function* checkDevice(host: Host, device: Device): Iterable<Violation> {
  const { addresses, dhcp, slaac, gateways, routes } = device.addressing;
  if (dhcp ?? slaac) return;
  const known = addresses.map(({ value }) => subnetOf(value));
  for (const { value, origin, follows } of [...gateways, ...viasOf(routes.filter(isOwn))]) {
    if (follows || isReachable(value, [...known, ...onLink(routes, known)])) continue;
    const family = known.filter((subnet) => subnet.family === familyOf(value));
    yield {
      message:
        `Gateway ${value} of ${deviceText(device)} of host ${host.name} ` +
        (family.length > 0
          ? `lies outside ${listText(family.map(formatInterfaceAddress))}, where the device has its address.`
          : `cannot be reached: the device has no IPv${familyOf(value)} address.`),
      origin,
      subjects: [device.id],
    };
  }
}

/** A route that follows from a network is reported there. */
const isOwn = ({ destination }: Route): boolean => destination.follows === undefined;

/** What routes without gateway say to be on the link; without an address of the family nobody can be asked there. */
const onLink = (routes: readonly Route[], known: readonly Subnet[]): readonly Subnet[] =>
  routes.flatMap(({ via, destination: { value } }) =>
    via || known.every(({ family }) => family !== value.family) ? [] : value,
  );

const viasOf = (routes: readonly Route[]): readonly Sourced<IpAddress>[] =>
  routes.flatMap(({ via }) => via ?? []);

const isReachable = (gateway: IpAddress, known: readonly Subnet[]): boolean =>
  (familyOf(gateway) === 6 && isLinkLocal(gateway)) || known.some((subnet) => contains(subnet, gateway));
