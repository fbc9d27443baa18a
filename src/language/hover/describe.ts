import {
  formatInterfaceAddress,
  formatVlanSet,
  nameOfId,
  portNumbers,
  type Device,
  type Guest,
  type GuestNic,
  type Host,
  type LogicalNetwork,
  type ManagedNetwork,
  type NetworkIndex,
  type Pool,
  type Sourced,
  type Zone,
} from '../../model/index.js';
import { mtuPath, mtuText } from './mtu-text.js';

/** Name and value of a fact, in the order in which a person wants them. */
export type Fact = readonly [name: string, value: string | undefined];

const values = (list: readonly Sourced<string>[]): string | undefined =>
  list.length === 0 ? undefined : list.map(({ value }) => value).join(', ');

/** More would not be read. */
const MOST = 6;

/** A list, cut where it gets long. */
export function listed(items: readonly string[]): string | undefined {
  if (items.length === 0) return undefined;
  const rest = items.length - MOST;
  return rest > 1 ? `${items.slice(0, MOST).join(', ')} and ${rest} more` : items.join(', ');
}

export function networkFacts(network: LogicalNetwork, index: NetworkIndex): readonly Fact[] {
  const hosts = new Map<string, string>();
  for (const device of index.devicesOf(network.id)) {
    const own = device.addressing.addresses.find(({ follows }) => follows?.from === network.id);
    hosts.set(nameOfId(device.host), own?.value.address ?? device.name);
  }
  const guests = index.network.guests.filter((guest) =>
    guest.nics.some(({ attachment }) => attachment.kind === 'network' && attachment.network === network.id),
  );
  return [
    ['roles', values(network.roles)],
    [
      'VLAN',
      network.vlans ? formatVlanSet(network.vlans.value) : (network.vlan?.value.toString() ?? 'untagged'),
    ],
    ['subnet', network.subnets.map(({ value }) => formatInterfaceAddress(value)).join(', ') || undefined],
    ['MTU', String(network.mtu?.value ?? '1500, the default')],
    ['zone', network.zone?.value],
    ['hosts', listed([...hosts].map(([host, where]) => `${host} ${where}`)) ?? 'carried by none'],
    ['guests', listed(guests.map(({ name }) => name))],
  ];
}

export function deviceFacts(device: Device, index: NetworkIndex): readonly Fact[] {
  const networks = device.networks.map(({ value }) => index.logicalNetwork(value)?.name ?? value);
  return [
    ['address', addressText(device)],
    ['gateway', values(device.addressing.gateways)],
    ...kindFacts(device, index),
    ['MTU', mtuText(device.mtu, index)],
    ['MTU path', mtuPath(device, index)],
    ['zone', device.addressing.zone?.value],
    ['networks', listed(networks)],
    ['port of', device.controller && nameOfId(device.controller)],
    ['on it', listed(standingOn(device, index))],
    [
      'follows from',
      device.derived && `${nameOfId(device.derived.network)} on ${nameOfId(device.derived.on)}`,
    ],
  ];
}

/** VLAN devices, and the devices that follow from what the device carries. */
function standingOn(device: Device, index: NetworkIndex): readonly string[] {
  const derived = (index.host(device.host)?.devices ?? []).filter(
    ({ derived: why }) => why?.on === device.id,
  );
  return [...new Set([...index.vlansOn(device.id), ...derived].map(({ name }) => name))];
}

export function addressText({ addressing }: Device): string | undefined {
  const fixed = addressing.addresses.map(({ value }) => formatInterfaceAddress(value));
  const parts = [...fixed, ...(addressing.dhcp ? ['DHCP'] : []), ...(addressing.slaac ? ['SLAAC'] : [])];
  return parts.join(', ') || undefined;
}

function kindFacts(device: Device, index: NetworkIndex): readonly Fact[] {
  switch (device.kind) {
    case 'nic':
      return [['MAC', device.mac?.value]];
    case 'bond':
      return [
        ['mode', device.mode.value],
        ['ports', listed(device.ports.map(({ value }) => nameOfId(value))) ?? 'none'],
        ['MAC', device.mac?.value],
      ];
    case 'vlan':
      return [['VLAN', `${device.vlanId.value} on ${nameOfId(device.parent.value)}`]];
    case 'bridge':
      return [
        ['ports', listed(index.portsOf(device.id).map(({ name }) => name)) ?? 'none'],
        [
          'VLANs',
          device.vlanAware.value ? (device.vlans ? formatVlanSet(device.vlans.value) : 'all') : undefined,
        ],
        ['MAC', device.mac?.value],
      ];
  }
}

export function hostFacts(host: Host, index: NetworkIndex): readonly Fact[] {
  const { user, name, port } = host.ssh.value;
  const addresses = host.devices.flatMap((device) => {
    const address = addressText(device);
    return address === undefined ? [] : [`${device.name} ${address}`];
  });
  return [
    ['reached at', `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`],
    ['through', host.via && nameOfId(host.via.value)],
    ['addresses', listed(addresses)],
    ['profiles', values(host.profiles)],
    ['number', host.number?.value.toString()],
    ['guests', listed(index.guestsOn(host.id).map((guest) => guest.name))],
  ];
}

export function profileFacts(hosts: readonly Host[]): readonly Fact[] {
  return [['hosts', listed(hosts.map(({ name }) => name)) ?? 'none is made of it']];
}

export function poolFacts(pool: Pool, index: NetworkIndex): readonly Fact[] {
  const guests = index.network.guests.filter(
    ({ placement }) => placement.kind === 'pool' && placement.pool === pool.id,
  );
  return [
    ['hosts', listed(pool.hosts.map(({ value }) => nameOfId(value)))],
    ['guests', listed(guests.map(({ name }) => name))],
  ];
}

export function zoneFacts({ target, services, ports, sources, masquerade }: Zone): readonly Fact[] {
  return [
    ['target', target?.value],
    ['services', values(services)],
    ['ports', listed(ports.map(({ value }) => `${portNumbers(value)}/${value.protocol}`))],
    ['sources', values(sources)],
    ['masquerade', masquerade && (masquerade.value ? 'yes' : 'no')],
  ];
}

export function virtualNetworkFacts(network: ManagedNetwork): readonly Fact[] {
  return [
    ['host', listed(network.addresses.map(({ value }) => value.address)) ?? 'no access'],
    ['subnet', network.subnets.map(({ value }) => formatInterfaceAddress(value)).join(', ') || undefined],
    ['bridge', network.bridge.value],
    ['DHCP', network.dhcp.map(({ first, last }) => `${first}–${last}`).join(', ') || undefined],
    ['MTU', String(network.mtu.value)],
    ['zone', network.zone?.value],
    ['over', network.over && nameOfId(network.over.value)],
  ];
}

export function guestFacts(guest: Guest): readonly Fact[] {
  return [
    ['runs on', guest.hosts.map(nameOfId).join(' or ')],
    ['vCPUs', guest.vcpus?.value.toString()],
    ['NICs', listed(guest.nics.map(({ name, mac }) => `${name} ${mac.value}`)) ?? 'none'],
  ];
}

export function guestNicFacts(nic: GuestNic, guest: Guest, index: NetworkIndex): readonly Fact[] {
  const [host] = guest.hosts;
  const bridge = host === undefined ? undefined : index.plugOf(nic, host)?.bridge;
  const path = bridge && (mtuPath(bridge, index) ?? `${bridge.name} ${bridge.mtu.value}`);
  const own = nic.mtu ?? bridge?.mtu;
  return [
    ['MAC', `${nic.mac.value}${nic.mac.follows ? ', made from its names' : ''}`],
    ['plugged into', `${nic.attachment.kind} ${nic.attachment.name}`],
    ['bridge', bridge?.name],
    ['VLAN', nic.vlan?.value.toString()],
    ['trunk', nic.trunk && formatVlanSet(nic.trunk.value)],
    ['native', nic.native?.value.toString()],
    ['MTU', nic.mtu && mtuText(nic.mtu, index)],
    ['MTU path', path && own && `${path} → ${guest.name}.${nic.name} ${own.value}`],
    ['model', nic.model.value],
    ['queues', nic.queues?.value.toString()],
  ];
}
