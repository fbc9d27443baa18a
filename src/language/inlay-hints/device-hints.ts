import {
  DEFAULT_MTU,
  formatInterfaceAddress,
  formatVlanSet,
  sameOrigin,
  type Device,
  type Edit,
  type Host,
  type InterfaceAddress,
  type LogicalNetwork,
  type NetworkIndex,
  type Origin,
  type Places,
  type Sourced,
} from '../../model/index.js';
import type { Hint } from './hint.js';

/** Adds a property to the block of an element, which gets one where it has none. */
export const appendTo = ({ bodyEnd, whole }: Places, text: string): Edit => ({
  kind: 'append',
  at: bodyEnd ?? whole,
  text,
});

/** Hints at what is written of a device: its name, and the names of the networks that end at it or pass through it. */
export function deviceHints(device: Device, host: Host, index: NetworkIndex): readonly Hint[] {
  if (device.derived) return [];
  return [
    ...mtuHints(device, index),
    ...device.networks
      .filter(({ follows }) => follows === undefined)
      .flatMap(({ value, origin }) => {
        const network = index.logicalNetwork(value);
        return network
          ? [...vlanHints(device, network, origin), ...addressHints(device, network, origin)]
          : [];
      }),
    ...('carries' in device ? device.carries : []).flatMap(({ value, origin }) => {
      const network = index.logicalNetwork(value);
      return network ? carriedHints(device, network, origin, host) : [];
    }),
  ];
}

/** A port of a bond has the MTU of the bond by nature: that needs no saying. */
function mtuHints(device: Device, index: NetworkIndex): readonly Hint[] {
  const { mtu, controller, places, name } = device;
  const bond = controller !== undefined && index.device(controller)?.kind === 'bond';
  if (!mtu.follows || mtu.value === DEFAULT_MTU || bond) return [];
  const from = mtu.follows.from ?? '';
  const upper = index.device(from);
  const network = upper ? networkOfMtu(upper, index) : index.logicalNetwork(from);
  const because = network ? ` of the network ${network.name}` : '';
  const source = network?.mtu?.origin ?? upper?.mtu.origin;
  return [
    {
      kind: 'mtus',
      at: places.name,
      label: `mtu ${mtu.value}`,
      why: upper
        ? `${name} is raised to ${mtu.value} bytes for ${pathUp(upper, index).join(', ')}${because}: what stands on a device cannot send what the device does not take.`
        : `${mtu.value} bytes${because}.`,
      ...(source && { source }),
      edit: appendTo(places, `mtu ${mtu.value}`),
    },
  ];
}

/** The devices that an MTU comes down from, the nearest first. */
function pathUp(device: Device, index: NetworkIndex): readonly string[] {
  const path: string[] = [];
  let next: Device | undefined = device;
  while (next && !path.includes(next.name)) {
    path.push(next.name);
    next = next.mtu.follows?.rule === 'children' ? index.device(next.mtu.follows.from ?? '') : undefined;
  }
  return path;
}

/** The network that an MTU comes from, through however many devices. */
export function networkOfMtu(device: Device, index: NetworkIndex): LogicalNetwork | undefined {
  const seen = new Set<string>();
  let next: Device | undefined = device;
  while (next && !seen.has(next.id)) {
    seen.add(next.id);
    const { follows }: Device['mtu'] = next.mtu;
    if (follows?.rule === 'network') return index.logicalNetwork(follows.from ?? '');
    next = follows?.rule === 'children' ? index.device(follows.from ?? '') : undefined;
  }
  return undefined;
}

/** VLAN ids behind the name of a network; on a NIC or bond the name of the VLAN device says them. */
function vlanHints(device: Device, network: LogicalNetwork, at: Origin): readonly Hint[] {
  const carried = 'carries' in device && device.carries.some(({ origin }) => sameOrigin(origin, at));
  const follows = device.kind === 'vlan' && device.vlanId.follows !== undefined;
  // An id that is written beside the name is seen.
  if (carried || (device.kind === 'vlan' && !follows)) return [];
  const hint = vlanHint(network, at);
  return hint
    ? [{ ...hint, ...(follows && { edit: appendTo(device.places, `id ${device.vlanId.value}`) }) }]
    : [];
}

/** undefined of a network without tags. */
export function vlanHint(network: LogicalNetwork, at: Origin): Hint | undefined {
  const { name, vlan, vlans } = network;
  if (vlans)
    return {
      kind: 'vlans',
      at,
      label: `vlans ${formatVlanSet(vlans.value)}`,
      why: `The network ${name} is a trunk of these VLANs.`,
      source: vlans.origin,
    };
  return (
    vlan && {
      kind: 'vlans',
      at,
      label: `vlan ${vlan.value}`,
      why: `The frames of the network ${name} have this tag.`,
      source: vlan.origin,
    }
  );
}

/** The host's address in a network, at the name of the network. */
function addressHints(top: Device, network: LogicalNetwork, at: Origin): readonly Hint[] {
  return numberedAddresses(top, network).map(({ value }): Hint => {
    const subnet = network.subnets.find((candidate) => candidate.value.family === value.family);
    return {
      kind: 'addresses',
      at,
      slot: String(value.family),
      label: value.address,
      ...(subnet && { general: formatInterfaceAddress(subnet.value), source: subnet.origin }),
      why: `The address of ${top.name}: the subnet of the network ${network.name} and the number of the host.`,
      ...(top.derived === undefined && {
        edit: appendTo(top.places, `address ${formatInterfaceAddress(value)}`),
      }),
    };
  });
}

export const numberedAddresses = (
  device: Device,
  network: LogicalNetwork,
): readonly Sourced<InterfaceAddress>[] =>
  device.addressing.addresses.filter(
    ({ follows }) => follows?.rule === 'number' && follows.from === network.id,
  );

/** What follows from a name after `carries`: VLAN device, bridge, MTU, address. */
function carriedHints(carrier: Device, network: LogicalNetwork, at: Origin, host: Host): readonly Hint[] {
  const derived = host.devices.filter(({ places, derived: why }) => why && sameOrigin(places.name, at));
  const top = host.devices.find(
    (device) =>
      device !== carrier &&
      device.networks.some(({ value, origin }) => value === network.id && sameOrigin(origin, at)),
  );
  const chain = [...derived, ...(top && !derived.includes(top) ? [top] : [])];
  const hints: Hint[] = [];
  if (chain.length > 0)
    hints.push({
      kind: 'devices',
      at,
      label: chain.map(({ name }) => name).join(' → '),
      why: `${chain.map(nounOf).join(', then ')} for the network ${network.name} on ${carrier.name}.`,
      source: network.places.name,
    });
  const tags = chain.some(({ kind }) => kind === 'vlan') ? undefined : vlanHint(network, at);
  if (tags) hints.push(tags);
  const mtu = derived[0]?.mtu;
  if (mtu && mtu.value !== DEFAULT_MTU)
    hints.push({
      kind: 'mtus',
      at,
      label: `mtu ${mtu.value}`,
      why: `${mtu.value} bytes of the network ${network.name}.`,
      ...(network.mtu && { source: network.mtu.origin }),
    });
  if (top) hints.push(...addressHints(top, network, at));
  return hints;
}

const nounOf = ({ kind, name, derived }: Device): string =>
  `the ${derived ? 'derived ' : ''}${kind === 'vlan' ? 'VLAN device' : kind} ${name}`;
