import {
  assertNever,
  contains,
  DEFAULT_MTU,
  type BridgedNetwork,
  type InterfaceAddress,
  type ManagedNetwork,
  type Mac,
  type Sourced,
  type VirtualNetwork,
} from '../../model/index.js';
import { resolvedForwards } from '../firewalld/port-forwards.js';
import type { HostContext } from '../host-context.js';
import { routesOfVirtualNetwork } from '../host-routes.js';
import { bridgeMac } from '../identity/bridge-mac.js';
import { networkUuid } from '../identity/uuid.js';
import { placed, type Placed } from '../placed.js';
import { element, textElement, type XmlElement } from '../xml/xml-element.js';

/** A network with forwarded ports: see `policyDocument`. */
const isLeftToFirewalld = (network: ManagedNetwork, context: HostContext): boolean =>
  resolvedForwards(network, context).length > 0;

/** The zone that libvirt puts its other networks into, and that it leaves out in mode `open` unless told. */
const LIBVIRT_ZONE = 'libvirt';

/** `nat` with an IPv6 subnet routes IPv6 unless told to translate it too (since libvirt 6.5). */
function forwardElement(network: ManagedNetwork, context: HostContext): XmlElement | undefined {
  const { index, nameOf } = context;
  const device = network.over && index.device(network.over.value);
  const dev = network.over && device ? placed(network.over, () => nameOf(device)) : undefined;
  const hasIpv6 = network.subnets.some(({ value }) => value.family === 6);
  switch (network.kind) {
    case 'isolated':
      return undefined;
    case 'routed':
      return element('forward', { mode: 'route', dev });
    case 'nat':
      if (isLeftToFirewalld(network, context)) return element('forward', { mode: 'open' });
      return element('forward', { mode: 'nat', dev }, [
        hasIpv6 ? element('nat', { ipv6: 'yes' }) : undefined,
      ]);
    default:
      return assertNever(network.kind);
  }
}

function dhcpElement(
  network: ManagedNetwork,
  address: InterfaceAddress,
  omit: HostContext['omit'],
): XmlElement | undefined {
  const ranges = network.dhcp
    .filter(({ first }) => contains(address, first))
    .map(({ first, last, origin }) =>
      element('range', { start: { value: first, origin }, end: { value: last, origin } }),
    );
  const hosts = network.leases
    .filter((lease) => contains(address, lease.address))
    .flatMap(({ mac, address: ip, name, origin }) => {
      const place = <T>(value: T): Placed<T> => ({ value, origin });
      if (address.family === 4) {
        return [
          element('host', {
            mac: place(mac),
            name: name === undefined ? undefined : place(name),
            ip: place(ip),
          }),
        ];
      }
      if (name !== undefined) return [element('host', { name: place(name), ip: place(ip) })];
      const message = `The lease of ${ip} is left out: libvirt tells IPv6 guests apart by name, not by MAC.`;
      omit({ subject: network.id, origin, message });
      return [];
    });
  return ranges.length + hosts.length > 0 ? element('dhcp', {}, [...ranges, ...hosts]) : undefined;
}

function ipElement(
  network: ManagedNetwork,
  address: Sourced<InterfaceAddress>,
  context: HostContext,
): XmlElement {
  return element(
    'ip',
    {
      family: address.value.family === 6 ? 'ipv6' : undefined,
      address: placed(address, (value) => value.address),
      prefix: placed(address, (value) => value.prefix),
    },
    [dhcpElement(network, address.value, context.omit)],
  );
}

const routeElements = (network: ManagedNetwork, { host }: HostContext): readonly XmlElement[] =>
  routesOfVirtualNetwork(host, network).map(({ destination, via, metric }) =>
    element('route', {
      family: destination.value.family === 6 ? 'ipv6' : undefined,
      address: placed(destination, (value) => value.address),
      prefix: placed(destination, (value) => value.prefix),
      gateway: via,
      metric,
    }),
  );

const dnsElement = ({ dns }: ManagedNetwork): XmlElement | undefined =>
  dns.length === 0
    ? undefined
    : element(
        'dns',
        {},
        dns.map((addr) => element('forwarder', { addr })),
      );

function managedChildren(
  network: ManagedNetwork,
  context: HostContext,
  taken: ReadonlySet<Mac>,
): readonly (XmlElement | undefined)[] {
  const saysMtu = network.mtu.value !== DEFAULT_MTU || network.mtu.follows?.rule !== 'default';
  const zone = network.zone ?? (isLeftToFirewalld(network, context) ? LIBVIRT_ZONE : undefined);
  return [
    forwardElement(network, context),
    // Written by libvirt in any case; spanning tree without delay, so that a guest's port forwards at once.
    element('bridge', { name: network.bridge, zone, stp: 'on', delay: 0 }),
    saysMtu ? element('mtu', { size: network.mtu }) : undefined,
    element('mac', { address: bridgeMac(context.host.name, network.name, taken) }),
    network.domain && element('domain', { name: network.domain }),
    dnsElement(network),
    ...network.addresses.map((address) => ipElement(network, address, context)),
    ...routeElements(network, context),
  ];
}

/** libvirt only passes guests on to the bridge: everything else of it is NetworkManager's. */
const bridgedChildren = ({ bridge }: BridgedNetwork): readonly XmlElement[] => [
  element('forward', { mode: 'bridge' }),
  element('bridge', { name: bridge }),
];

/** The `<network>` document (libvirt: formatnetwork), in the order in which libvirt prints it. */
export function networkDocument(
  network: VirtualNetwork,
  context: HostContext,
  taken: ReadonlySet<Mac>,
): XmlElement {
  const documentation: Placed<string> | undefined =
    network.documentation === undefined
      ? undefined
      : { value: network.documentation, origin: network.places.whole };
  return element('network', {}, [
    textElement('name', { value: network.name, origin: network.places.name }),
    textElement('uuid', networkUuid(context.host.name, network.name)),
    documentation && textElement('description', documentation),
    ...(network.kind === 'bridged' ? bridgedChildren(network) : managedChildren(network, context, taken)),
  ]);
}
