import {
  addressesHosts,
  compareAddresses,
  contains,
  type ElementId,
  formatInterfaceAddress,
  type Host,
  type LogicalNetwork,
  type ManagedNetwork,
  type NetworkIndex,
  type Origin,
  overlaps,
  type Subnet,
} from '../../model/index.js';
import { hostSubnets, isLinkLocal } from '../host-subnets.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related, virtualNetworkText } from '../wording.js';

interface Holder {
  readonly host: Host;
  readonly network: ManagedNetwork;
}

/** A subnet as it is written once: a profile says it for many hosts. */
interface Place {
  readonly subnet: Subnet;
  readonly origin: Origin;
  readonly logical?: LogicalNetwork;
  readonly holders: readonly Holder[];
}

export const subnetShouldBeInOnePlace: Rule = {
  code: 'addressing/subnet-in-two-places',
  severity: 'warning',
  reason: 'Each place works by itself, but packets for the subnet find only one of them.',
  title: 'A subnet is in one place of the site',
  documentation: {
    what: `Looks for subnets that overlap: of \`routed\` networks of two hosts; of a network that libvirt makes and a network of the
site; of two networks of the site with different VLANs. Within one host \`addressing/overlapping-subnets\` and
\`addressing/libvirt-subnet-clash\` say so. \`nat\` and \`isolated\` networks of several hosts may be alike: nobody outside sees them.`,
    why: `A router has one route to a subnet, so that guests behind the second host that routes it get no answers. A host that has the
subnet in a libvirt network sends everything for it to its guests, and never to the machines of the site that have those
addresses. Two VLANs do not hear each other's ARP: a machine that is told to be in the subnet finds only half of it.`,
    sources: ['RFC 1812, section 5.2.4.3; RFC 826', 'libvirt 11.3, formatnetwork: `forward`, mode `route`'],
    whatToDo: `Give each its own subnet. A profile that makes a \`routed\` network for several hosts leaves out \`subnet\`, and each host
says it. Where routers follow a guest from host to host (a route per guest), silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  routed dmz { subnet 10.60.0.0/24 } }
      host kvm2 { number 23  nic eth0 { carries management }  routed dmz { subnet 10.60.0.0/24 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  routed dmz { subnet 10.60.0.0/24 } }
      host kvm2 { number 23  nic eth0 { carries management }  routed dmz { subnet 10.60.1.0/24 } }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    const places = [...placesOfNetworks(index), ...placesOfHosts(index)];
    for (const place of places) yield* withinPlace(place);
    const order = new Map(places.map((place, i) => [place, i]));
    const said = new Set<Place>();
    for (const [a, b] of overlappingPlaces(places)) {
      const [first, second] = (order.get(a) ?? 0) < (order.get(b) ?? 0) ? [a, b] : [b, a];
      if (first.logical && second.logical) yield* ofNetworks(first, second, index);
      else if (first.logical && !said.has(second)) {
        // One clash of a subnet is enough: the remedy of all is another subnet.
        for (const violation of ofNetworkAndHost(first, second)) {
          said.add(second);
          yield violation;
        }
      } else if (!first.logical) yield* ofHosts(first, second);
    }
  },
};

const placesOfNetworks = ({ network }: NetworkIndex): readonly Place[] =>
  network.networks.flatMap((logical) =>
    logical.subnets.map(({ value, origin }) => ({ subnet: value, origin, logical, holders: [] })),
  );

function placesOfHosts({ network: { hosts } }: NetworkIndex): readonly Place[] {
  const places = new Map<string, Place & { readonly holders: Holder[] }>();
  for (const host of hosts)
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || network.addresses.length === 0) continue;
      for (const { value: subnet, origin } of network.subnets) {
        const { uri, range } = origin;
        const key = `${uri} ${range.start.line}:${range.start.character}`;
        const place = places.get(key);
        if (place) place.holders.push({ host, network });
        else places.set(key, { subnet, origin, holders: [{ host, network }] });
      }
    }
  return [...places.values()];
}

/** Grows with the number of subnets and of what is found. */
function overlappingPlaces(places: readonly Place[]): readonly (readonly [Place, Place])[] {
  const sorted = places
    .filter(({ subnet }) => !isLinkLocal(subnet.address))
    .sort(
      (a, b) => compareAddresses(a.subnet.address, b.subnet.address) || a.subnet.prefix - b.subnet.prefix,
    );
  const pairs: (readonly [Place, Place])[] = [];
  // Subnets are either disjoint or one holds the other: those around the current one form a stack.
  const around: Place[] = [];
  for (const current of sorted) {
    while (around.length > 0 && !contains((around.at(-1) ?? current).subnet, current.subnet.address))
      around.pop();
    for (const other of around) pairs.push([other, current]);
    around.push(current);
  }
  return pairs;
}

const MOST_NAMED = 3;

function hostsText(hosts: readonly string[]): string {
  const named = hosts.slice(0, hosts.length > MOST_NAMED ? MOST_NAMED - 1 : MOST_NAMED);
  const others = hosts.length - named.length;
  return `host${hosts.length === 1 ? '' : 's'} ${listText([...named, ...(others > 0 ? [`${others} others`] : [])])}`;
}

const routedOf = ({ holders }: Place): readonly Holder[] =>
  holders.filter(({ network }) => network.kind === 'routed');

const idsOf = (holders: readonly Holder[]): readonly ElementId[] => holders.map(({ network }) => network.id);

/** `routed network dmz of hosts kvm1 and kvm2` */
function holdersText(holders: readonly Holder[]): string {
  const [first] = holders;
  return first
    ? `${virtualNetworkText(first.network)} of ${hostsText(holders.map(({ host }) => host.name))}`
    : '';
}

function* withinPlace(place: Place): Iterable<Violation> {
  const routed = routedOf(place);
  if (routed.length < 2) return;
  yield {
    message: `Subnet ${formatInterfaceAddress(place.subnet)} is there several times, in ${holdersText(routed)}: routers send packets for it to one of the hosts only.`,
    origin: place.origin,
    subjects: idsOf(routed),
  };
}

function* ofHosts(first: Place, second: Place): Iterable<Violation> {
  const [one, other] = [routedOf(first), routedOf(second)];
  const [a] = one;
  const b = other.find(({ host }) => one.some((each) => each.host !== host));
  if (!a || !b) return;
  yield {
    message: `Subnet ${formatInterfaceAddress(second.subnet)} of ${holdersText(other)} overlaps ${formatInterfaceAddress(first.subnet)} of ${holdersText(one)}: routers send packets for it to one of the hosts only.`,
    origin: second.origin,
    related: [related(first.origin, `The other one, of ${virtualNetworkText(a.network)}.`)],
    subjects: idsOf([...other, ...one]),
  };
}

function* ofNetworkAndHost(first: Place, second: Place): Iterable<Violation> {
  // With an address in both, libvirt does not start the network: the matter of addressing/libvirt-subnet-clash.
  const holders = second.holders.filter(
    ({ host }) =>
      !hostSubnets(host).some(
        ({ virtual, subnet }) =>
          !virtual && (overlaps(subnet, first.subnet) || overlaps(subnet, second.subnet)),
      ),
  );
  if (holders.length === 0 || !first.logical) return;
  yield {
    message: `Subnet ${formatInterfaceAddress(second.subnet)} of ${holdersText(holders)} overlaps ${formatInterfaceAddress(first.subnet)} of network ${first.logical.name}: packets from there to that network go to the guests.`,
    origin: second.origin,
    related: [related(first.origin, `The subnet of network ${first.logical.name}.`)],
    subjects: [...idsOf(holders), first.logical.id],
  };
}

function* ofNetworks(first: Place, second: Place, index: NetworkIndex): Iterable<Violation> {
  const [a, b] = [first.logical, second.logical];
  if (!a?.vlan || !b?.vlan || a.vlan.value === b.vlan.value) return;
  if (addressesHosts(a) && addressesHosts(b)) {
    const hosts = new Set(index.devicesOf(a.id).map(({ host }) => host));
    // The matter of addressing/overlapping-subnets.
    if (index.devicesOf(b.id).some(({ host }) => hosts.has(host))) return;
  }
  yield {
    message: `Networks ${a.name} (VLAN ${a.vlan.value}, ${formatInterfaceAddress(first.subnet)}) and ${b.name} (VLAN ${b.vlan.value}, ${formatInterfaceAddress(second.subnet)}) overlap: machines of one subnet in two VLANs do not reach each other.`,
    origin: second.origin,
    related: [related(first.origin, `The subnet of network ${a.name}.`)],
    subjects: [b.id, a.id],
  };
}
