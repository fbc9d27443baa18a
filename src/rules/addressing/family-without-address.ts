import {
  contains,
  type Device,
  type ElementId,
  familyOf,
  type Fix,
  formatInterfaceAddress,
  type Host,
  type IpAddress,
  type IpFamily,
  type Origin,
  type Route,
  type Sourced,
} from '../../model/index.js';
import { hostSubnets, isLinkLocal } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { capitalized, deviceText } from '../wording.js';

export const settingShouldHaveAnAddressOfItsFamily: Rule = {
  code: 'addressing/family-without-address',
  severity: 'warning',
  reason: 'It is in no profile: the host comes up without the route, the gateway or the name server.',
  title: 'Routes, gateways and name servers are of a family in which there is an address',
  documentation: {
    what: `Looks for what cannot be written into a profile: a \`route\`, \`gateway\` or \`dns\` of a device that has no address of that family,
a \`search\` of a device that has none at all, and a \`route\` or \`dns\` of a host that has no device for it. So it is with a link-local
gateway (fe80::…) of a host's route, as it does not say on which device it is. What follows from a network counts only if the network
has no subnet of the family. Gateways outside of every subnet are the matter of [addressing/gateway-outside-subnet](gateway-outside-subnet.md).`,
    why: `NetworkManager keeps routes, gateways and name servers with the settings of IPv4 or of IPv6, and those of a family that is
switched off have none: it refuses such a profile, or drops them. KVMNet therefore leaves them out.`,
    sources: [
      'NetworkManager, nm-settings(5): `ipv4.method`, `ipv6.method`',
      'RFC 4291, 2.5.6: a link-local address means something on its own link only',
    ],
    whatToDo: `Give the device an address of the family (\`address\`, \`slaac\`, a subnet of the network), or remove what needs one. Write a route
by a link-local gateway on the device that leads to it.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24, 2001:db8:10::/64 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        route 2001:db8:9::/48 via fe80::1
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24, 2001:db8:10::/64 }
      host kvm1 {
        number 22
        nic eth0 {
          carries management
          route 2001:db8:9::/48 via fe80::1
        }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) yield* checkDevice(device, host, site);
    yield* checkRoutes(host);
    for (const { value, origin } of host.dns) {
      const family = familyOf(value);
      if (host.devices.some((device) => isOn(device, family))) continue;
      yield {
        message: `Name server ${value} of host ${host.name} is left out: no device has an IPv${family} address.`,
        origin,
        subjects: [host.id],
        fixes: [removal(`name server ${value}`, origin, 'remove-item')],
      };
    }
  },
};

const isAuto = ({ controller, addressing: { none, dhcp, slaac } }: Device, family: IpFamily): boolean =>
  controller === undefined && !none && (family === 4 ? dhcp : slaac) !== undefined;

/** True when the device takes part in the family: it has an address of it, or learns one. */
const isOn = (device: Device, family: IpFamily): boolean =>
  isAuto(device, family) ||
  (device.controller === undefined &&
    !device.addressing.none &&
    device.addressing.addresses.some(({ value }) => value.family === family));

const removal = (what: string, at: Origin, kind: 'remove' | 'remove-item'): Fix => ({
  title: `Remove ${what}`,
  edits: [{ kind, at }],
});

const routeText = ({ destination }: Route): string =>
  `the route to ${formatInterfaceAddress(destination.value)}`;

/** What `addressing/gateway-outside-subnet` says nothing about: it takes every fe80::… for a neighbour. */
const isNotJudged = ({ addressing: { dhcp, slaac } }: Device, gateway: IpAddress): boolean =>
  (dhcp ?? slaac) !== undefined || isLinkLocalIpv6(gateway);

const isLinkLocalIpv6 = (address: IpAddress): boolean => familyOf(address) === 6 && isLinkLocal(address);

interface Setting {
  readonly what: string;
  readonly family: IpFamily;
  readonly origin: Origin;
  /** The network that it follows from. */
  readonly from?: ElementId;
  readonly kind: 'remove' | 'remove-item';
}

function settingsOf(device: Device): readonly Setting[] {
  const { gateways, dns, routes } = device.addressing;
  const setting = (what: string, { value, origin, follows }: Sourced<IpAddress>): Setting => ({
    what: `${what} ${value}`,
    family: familyOf(value),
    origin,
    ...(follows?.from !== undefined && { from: follows.from }),
    kind: 'remove-item',
  });
  return [
    ...gateways
      .filter(({ value, follows }) => (follows ? isLinkLocalIpv6(value) : isNotJudged(device, value)))
      .map((gateway) => setting('gateway', gateway)),
    ...dns.map((server) => setting('name server', server)),
    ...routes
      .filter(({ via, destination }) => {
        if (!via) return true;
        // A route to the other family: addressing/route-family.
        if (familyOf(via.value) !== destination.value.family) return false;
        return destination.follows ? isLinkLocalIpv6(via.value) : isNotJudged(device, via.value);
      })
      .map((route): Setting => {
        const { destination, origin } = route;
        return {
          what: routeText(route),
          family: destination.value.family,
          origin,
          ...(destination.follows?.from !== undefined && { from: destination.follows.from }),
          kind: 'remove',
        };
      }),
  ];
}

function* checkDevice(device: Device, host: Host, site: SiteView): Iterable<Violation> {
  for (const { what, family, origin, from, kind } of settingsOf(device)) {
    if (isOn(device, family)) continue;
    const network = from === undefined ? undefined : site.logicalNetwork(from);
    if (from !== undefined && isWithFamily(network, family)) continue;
    // A device that is only a way for others takes nothing of a network.
    if (network && !isOn(device, family === 4 ? 6 : 4)) continue;
    yield {
      message:
        `${capitalized(what)} of ${network ? `network ${network.name}` : deviceText(device)} is left out on host ${host.name}: ` +
        (device.controller === undefined
          ? `${deviceText(device)} has no IPv${family} address.`
          : `${deviceText(device)} is a port of a bond or bridge and has no addresses of its own.`),
      origin,
      subjects: [device.id, ...(network ? [network.id] : [])],
      ...(!network && { fixes: [removal(what, origin, kind)] }),
    };
  }
  if (isOn(device, 4) || isOn(device, 6)) return;
  for (const { value, origin, follows } of device.addressing.search)
    if (!follows)
      yield {
        message: `Search domain ${value} of ${deviceText(device)} of host ${host.name} is left out: the device has no address.`,
        origin,
        subjects: [device.id],
        fixes: [removal(`search domain ${value}`, origin, 'remove-item')],
      };
}

/** Of a network of both families a host may use one; a network without subnets leaves addresses to its hosts. */
const isWithFamily = (
  network: { readonly subnets: readonly Sourced<{ readonly family: IpFamily }>[] } | undefined,
  family: IpFamily,
): boolean =>
  !network || network.subnets.length === 0 || network.subnets.some(({ value }) => value.family === family);

function* checkRoutes(host: Host): Iterable<Violation> {
  const subnets = hostSubnets(host).map(({ subnet }) => subnet);
  const learns = host.devices.some(({ addressing: { dhcp, slaac } }) => dhcp ?? slaac);
  for (const route of host.routes) {
    const via = route.via?.value;
    if (via === undefined || subnets.some((subnet) => contains(subnet, via))) continue;
    const family = familyOf(via);
    if (family !== route.destination.value.family) continue;
    const linkLocal = isLinkLocalIpv6(via);
    if (host.devices.some((device) => isAuto(device, family)) || !(learns || linkLocal)) continue;
    yield {
      message:
        `${capitalized(routeText(route))} of host ${host.name} is left out: ` +
        (linkLocal
          ? `${via} is a neighbour on one link, and nothing says on which. Write the route on the device.`
          : `no device of the host reaches ${via} or learns an IPv${family} address.`),
      origin: route.origin,
      subjects: [host.id],
      fixes: [removal(routeText(route), route.origin, 'remove')],
    };
  }
}
