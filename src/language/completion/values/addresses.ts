import {
  addressInSubnet,
  contains,
  parseInterfaceAddress,
  subnetOf,
  type IpAddress,
  type LogicalNetwork,
  type Subnet,
} from '../../../model/index.js';
import { quoteIfNeeded } from '../../tokens/value-converter.js';
import {
  FIRST_VIRTUAL_SUBNET,
  freeAddress,
  freeFrom,
  nextSubnet,
  rangeIn,
  usedAddresses,
  usedSubnets,
  written,
} from '../free-values.js';
import {
  devicesAround,
  hostOf,
  innermost,
  networkNamed,
  ownerOf,
  ownName,
  said,
  virtualNetworkAround,
  type Situation,
} from '../situation.js';
import { literally } from '../snippet-text.js';
import { words, type Value } from '../value.js';

/** Subnets as they are written in the block around the cursor. */
const subnetsSaid = (situation: Situation): readonly Subnet[] =>
  said(situation, 'subnet').flatMap((text) => parseInterfaceAddress(text) ?? []);

export function subnetValues(situation: Situation): readonly Value[] {
  const { cursor, site } = situation;
  const { network } = site.index;
  if (said(situation, 'subnet').some((text) => text.includes('.'))) return [];
  if (cursor.vocabulary.rule === 'VirtualNetworkBlock')
    return words([written(freeFrom(FIRST_VIRTUAL_SUBNET, usedSubnets(network)))], 'next free');
  const vlan = Number(said(situation, 'vlan')[0] ?? Number.NaN);
  const next = nextSubnet(network, Number.isNaN(vlan) ? undefined : vlan);
  return words([written(next)], 'next free');
}

/** The first and last address of the subnets, which are where routers usually are. */
function routersOf(subnets: readonly Subnet[]): readonly Value[] {
  return subnets.flatMap((subnet) => {
    const first = addressInSubnet(subnet, 1);
    const size = subnet.family === 6 ? 0 : 2 ** (32 - subnet.prefix);
    const last = size > 3 ? addressInSubnet(subnet, size - 2) : undefined;
    return [
      ...words(first === undefined ? [] : [first], `first of ${written(subnet)}`),
      ...words(last === undefined ? [] : [last], `last of ${written(subnet)}`),
    ];
  });
}

/** The networks that end at the device around the cursor: written there, or known of it. */
function networksHere(situation: Situation): readonly LogicalNetwork[] {
  const { site } = situation;
  const names = [...said(situation, 'carries'), ...said(situation, 'network')];
  const device = devicesAround(situation).find(({ name }) => name === ownName(situation));
  return [
    ...new Set([
      ...names.flatMap((name) => networkNamed(situation, name) ?? []),
      ...(device?.networks ?? []).flatMap((id) => site.index.logicalNetwork(id) ?? []),
    ]),
  ];
}

/** Subnets that the device around the cursor is in, by its addresses or its networks. */
function subnetsHere(situation: Situation): readonly Subnet[] {
  const own = said(situation, 'address').flatMap((text) => {
    const address = parseInterfaceAddress(text);
    return address ? [subnetOf(address)] : [];
  });
  if (own.length > 0) return own;
  return networksHere(situation).flatMap(({ subnets }) => subnets.map(({ value }) => value));
}

export function gatewayValues(situation: Situation): readonly Value[] {
  const known = networksHere(situation).flatMap(({ gateways, name }) =>
    gateways.map(({ value }) => ({ name: value, detail: `gateway of ${name}` })),
  );
  const subnets =
    situation.cursor.vocabulary.rule === 'NetworkBlock' ? subnetsSaid(situation) : subnetsHere(situation);
  return [...known, ...routersOf(subnets)];
}

/** The gateway of a route lies in a subnet of the network, of the device, or of any device of the host. */
export function routeGatewayValues(situation: Situation): readonly Value[] {
  const near = [...subnetsSaid(situation), ...subnetsHere(situation)];
  const subnets = near.length > 0 ? near : addressedSubnets(situation);
  const used = subnets.flatMap((subnet) => gatewaysIn(situation, subnet));
  return [...used, ...routersOf(subnets)];
}

function addressedSubnets(situation: Situation): readonly Subnet[] {
  const addresses = (hostOf(situation)?.devices ?? []).flatMap(({ addressing }) => addressing.addresses);
  if (addresses.length > 0) return addresses.map(({ value }) => subnetOf(value));
  return devicesAround(situation)
    .flatMap(({ networks }) => networks)
    .flatMap((id) => situation.site.index.logicalNetwork(id)?.subnets ?? [])
    .map(({ value }) => value);
}

const gatewaysIn = ({ site }: Situation, subnet: Subnet): readonly Value[] =>
  site.index.network.networks.flatMap(({ gateways, name }) =>
    gateways.flatMap(({ value }) =>
      contains(subnet, value) ? [{ name: value, detail: `gateway of ${name}` }] : [],
    ),
  );

/** Where a route may lead: anywhere, or to a subnet of the site. */
export function destinationValues({ site }: Situation): readonly Value[] {
  const subnets = site.index.network.networks.flatMap(({ subnets, name }) =>
    subnets.map(({ value }) => ({ name: written(value), detail: name })),
  );
  const all = [...words(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'], 'private addresses'), ...subnets];
  return all.map((value) => ({ ...value, snippet: `${value.name} via `, goesOn: true }));
}

export function sourceValues({ site }: Situation): readonly Value[] {
  return site.index.network.networks.flatMap(({ subnets, name }) =>
    subnets.map(({ value }) => ({ name: written(value), detail: name })),
  );
}

/** Name servers and search domains that others of the site use. */
export function usedElsewhere({ site }: Situation, key: 'dns' | 'search'): readonly Value[] {
  const { networks, hosts } = site.index.network;
  const all = [
    ...networks.flatMap((network) => network[key].map(({ value }) => value)),
    ...(key === 'dns' ? hosts.flatMap(({ dns }) => dns.map(({ value }) => value)) : []),
  ];
  return words([...new Set(all)], 'used in this site');
}

export function dnsValues(situation: Situation): readonly Value[] {
  return [...usedElsewhere(situation, 'dns'), ...gatewayValues(situation)];
}

/** The address of the host's number where it has one, else the next free one of each subnet that the device is in. */
export function addressValues(situation: Situation): readonly Value[] {
  const { site } = situation;
  const own = networksHere(situation).filter(({ subnets }) => subnets.length > 0);
  const networks =
    own.length > 0 ? own : site.index.network.networks.filter(({ subnets }) => subnets.length > 0);
  const used = usedAddresses(site.index.network);
  const number = ownerOf(situation)?.kind === 'host' ? hostOf(situation)?.number?.value : undefined;
  return networks.flatMap(({ name, subnets }) =>
    subnets.flatMap(({ value: subnet }) => {
      const numbered = number === undefined ? undefined : addressInSubnet(subnet, number);
      const address = numbered !== undefined && !used.has(numbered) ? numbered : freeAddress(subnet, used);
      if (address === undefined) return [];
      return [
        {
          name: written({ ...subnet, address }),
          detail: address === numbered ? `number ${number ?? ''} in ${name}` : `next free in ${name}`,
        },
      ];
    }),
  );
}

/** `dhcp` of a libvirt network: the middle of its subnet, without what is handed out already. */
export function dhcpRangeValues(situation: Situation): readonly Value[] {
  if (said(situation, 'dhcp').length > 0) return [];
  return subnetsSaid(situation).flatMap((subnet) => words([rangeIn(subnet) ?? []].flat(), written(subnet)));
}

/** A lease for each guest that is plugged in and has none, ready to be taken. */
export function leaseValues(situation: Situation): readonly Value[] {
  const { cursor, site } = situation;
  const words = cursor.begun.slice(1);
  if (words.length === 1) return leaseAddresses(situation).map((name) => ({ name, detail: 'next free' }));
  const host = hostOf(situation);
  const network = innermost(situation)?.header[0];
  if (!host || network === undefined) return [];
  const leased = new Set(said(situation, 'lease'));
  const [address] = leaseAddresses(situation);
  return site.index.guestsOn(host.id).flatMap((guest) =>
    guest.nics.flatMap(({ attachment, mac }) => {
      if (attachment.kind !== 'network' || attachment.network !== undefined) return [];
      if (attachment.name !== network || leased.has(mac.value)) return [];
      const rest = address === undefined ? '' : ` ${address} ${guest.name}`;
      return [{ name: `${mac.value}${rest}`, detail: guest.name }];
    }),
  );
}

/** Free addresses outside of what is handed out. */
function leaseAddresses(situation: Situation): readonly IpAddress[] {
  const known = virtualNetworkAround(situation);
  const used = new Set([
    ...said(situation, 'lease'),
    ...(known?.addresses ?? []).map(({ value }) => value.address),
  ]);
  return subnetsSaid(situation).flatMap((subnet) => freeAddress(subnet, used) ?? []);
}

/** Guests of the libvirt network around the cursor come first: only they can be reached there. */
export function forwardTargets(situation: Situation): readonly Value[] {
  const host = hostOf(situation);
  const network = innermost(situation)?.header[0];
  const here = host ? situation.site.index.guestsOn(host.id) : [];
  const plugged = here.filter(({ nics }) =>
    nics.some(({ attachment }) => attachment.kind === 'network' && attachment.name === network),
  );
  const guests = plugged.length > 0 ? plugged : here.length > 0 ? here : situation.site.index.network.guests;
  return guests.map(({ name }) => ({
    name,
    detail: hostsText(situation, name),
    snippet: `${literally(quoteIfNeeded(name))}:`,
    goesOn: true,
  }));
}

function hostsText({ site }: Situation, guest: string): string {
  const found = site.index.network.guests.find(({ name }) => name === guest);
  const hosts = (found?.hosts ?? []).flatMap((id) => site.index.host(id)?.name ?? []);
  return hosts.length === 0 ? 'guest' : `on ${hosts.join(' or ')}`;
}

const GUEST_PORTS = {
  '22': 'ssh',
  '80': 'http',
  '443': 'https',
  '3389': 'remote desktop',
  '5432': 'PostgreSQL',
};

export const guestPortValues = (): readonly Value[] =>
  Object.entries(GUEST_PORTS).map(([name, detail]) => ({ name, detail }));

/** Ports of the host that no forward of it takes. */
export function forwardedPortValues(situation: Situation): readonly Value[] {
  const taken = new Set(
    (hostOf(situation)?.virtualNetworks ?? []).flatMap((network) =>
      network.kind === 'bridged' ? [] : network.forwards.map(({ port }) => `${port.number}/${port.protocol}`),
    ),
  );
  let ssh = 2222;
  while (taken.has(`${ssh}/tcp`)) ssh++;
  return [
    { name: `${ssh}/tcp`, detail: 'for ssh' },
    { name: '8080/tcp', detail: 'for http' },
    { name: '8443/tcp', detail: 'for https' },
  ]
    .filter(({ name }) => !taken.has(name))
    .map((value) => ({ ...value, snippet: `${value.name} to `, goesOn: true }));
}
