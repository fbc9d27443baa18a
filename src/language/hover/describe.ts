import {
  assertNever,
  formatInterfaceAddress,
  formatVlanSet,
  nameOfId,
  type Device,
  type Guest,
  type GuestNic,
  type Host,
  type LogicalNetwork,
  type ManagedNetwork,
  type NetworkIndex,
  type Sourced,
} from '../../model/index.js';

/** Name and value of a fact, in the order in which a person wants them. */
export type Fact = readonly [name: string, value: string | undefined];

const values = (list: readonly Sourced<string>[]): string | undefined =>
  list.length === 0 ? undefined : list.map(({ value }) => value).join(', ');

export function networkFacts(network: LogicalNetwork, index: NetworkIndex): readonly Fact[] {
  const hosts = new Set(index.devicesOf(network.id).map(({ host }) => host));
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
    ['MTU', String(network.mtu?.value ?? 1500)],
    ['zone', network.zone?.value],
    ['hosts', hosts.size === 0 ? 'carried by none' : [...hosts].map(nameOfId).join(', ')],
    ['guests', guests.map(({ name }) => name).join(', ') || undefined],
  ];
}

export function deviceFacts(device: Device, index: NetworkIndex): readonly Fact[] {
  const networks = device.networks.map(({ value }) => index.logicalNetwork(value)?.name ?? value);
  const vlans = index.vlansOn(device.id).map(({ name }) => name);
  return [
    [
      'follows from',
      device.derived && `carries ${nameOfId(device.derived.network)} on ${nameOfId(device.derived.on)}`,
    ],
    ...kindFacts(device, index),
    ['port of', device.controller && nameOfId(device.controller)],
    ['serves', networks.join(', ') || undefined],
    ['address', addressFact(device)],
    ['MTU', String(device.mtu.value)],
    ['zone', device.addressing.zone?.value],
    ['VLANs on it', vlans.join(', ') || undefined],
  ];
}

function addressFact({ addressing }: Device): string | undefined {
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
        ['ports', device.ports.map(({ value }) => nameOfId(value)).join(', ')],
      ];
    case 'vlan':
      return [['VLAN', `${device.vlanId.value} on ${nameOfId(device.parent.value)}`]];
    case 'bridge':
      return [
        [
          'ports',
          index
            .portsOf(device.id)
            .map(({ name }) => name)
            .join(', ') || 'none',
        ],
        [
          'VLANs',
          device.vlanAware.value ? (device.vlans ? formatVlanSet(device.vlans.value) : 'all') : undefined,
        ],
      ];
    default:
      return assertNever(device);
  }
}

export function hostFacts(host: Host, index: NetworkIndex): readonly Fact[] {
  const { user, name, port } = host.ssh.value;
  const addresses = host.devices.flatMap((device) => {
    const address = addressFact(device);
    return address === undefined ? [] : [`${device.name} ${address}`];
  });
  return [
    ['reached at', `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`],
    ['profiles', values(host.profiles)],
    ['number', host.number?.value.toString()],
    ['addresses', addresses.join(', ') || undefined],
    [
      'guests',
      index
        .guestsOn(host.id)
        .map((guest) => guest.name)
        .join(', ') || undefined,
    ],
  ];
}

export function virtualNetworkFacts(network: ManagedNetwork): readonly Fact[] {
  return [
    ['bridge', network.bridge.value],
    ['subnet', network.subnets.map(({ value }) => formatInterfaceAddress(value)).join(', ') || undefined],
    ['host', network.addresses.map(({ value }) => value.address).join(', ') || 'no access'],
    ['DHCP', network.dhcp.map(({ first, last }) => `${first}–${last}`).join(', ') || undefined],
    ['MTU', String(network.mtu.value)],
    ['zone', network.zone?.value],
  ];
}

export function guestFacts(guest: Guest): readonly Fact[] {
  return [
    ['runs on', guest.hosts.map(nameOfId).join(' or ')],
    ['vCPUs', guest.vcpus?.value.toString()],
    ['NICs', guest.nics.map(({ name, mac }) => `${name} ${mac.value}`).join(', ') || 'none'],
  ];
}

export function guestNicFacts(nic: GuestNic): readonly Fact[] {
  return [
    ['plugged into', `${nic.attachment.kind} ${nic.attachment.name}`],
    ['MAC', `${nic.mac.value}${nic.mac.follows ? ' (made from its names)' : ''}`],
    ['model', nic.model.value],
    ['queues', nic.queues?.value.toString()],
    ['VLAN', nic.vlan?.value.toString()],
    ['trunk', nic.trunk && formatVlanSet(nic.trunk.value)],
    ['native', nic.native?.value.toString()],
    ['MTU', nic.mtu?.value.toString()],
  ];
}
