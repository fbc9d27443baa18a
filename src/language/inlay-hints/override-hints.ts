import {
  addressesHosts,
  addressInSubnet,
  familyOf,
  type Device,
  type Host,
  type IpFamily,
  type LogicalNetwork,
  type NetworkIndex,
  type Origin,
} from '../../model/index.js';
import type { Hint } from './hint.js';

/** Where something that is written on a device takes the place of what its network says. */
export function overrideHints(device: Device, host: Host, index: NetworkIndex): readonly Hint[] {
  if (device.derived) return [];
  const networks = device.networks.flatMap(({ value }) => index.logicalNetwork(value) ?? []);
  return networks.flatMap((network) => [
    ...plainOverrides(device, network),
    ...addressOverrides(device, network, host),
  ]);
}

export function override(
  at: Origin,
  what: string,
  network: LogicalNetwork,
  source: Origin | undefined,
): Hint {
  return {
    kind: 'overrides',
    at,
    slot: `${network.id} ${what.split(' ')[0] ?? ''}`,
    label: `overrides ${what} of ${network.name}`,
    why: `The network ${network.name} says ${what}. What is written on the device wins.`,
    ...(source && { source }),
  };
}

function plainOverrides(device: Device, network: LogicalNetwork): readonly Hint[] {
  const hints: Hint[] = [];
  const { mtu, addressing } = device;
  if (!mtu.follows && network.mtu && network.mtu.value !== mtu.value)
    hints.push(override(mtu.origin, `mtu ${network.mtu.value}`, network, network.mtu.origin));
  const { zone } = addressing;
  if (zone && !zone.follows && network.zone && network.zone.value !== zone.value)
    hints.push(override(zone.origin, `zone ${network.zone.value}`, network, network.zone.origin));
  if (device.kind === 'vlan' && network.vlan) {
    const { vlanId } = device;
    if (!vlanId.follows && vlanId.value !== network.vlan.value)
      hints.push(override(vlanId.origin, `vlan ${network.vlan.value}`, network, network.vlan.origin));
  }
  const written = addressing.gateways.filter(({ follows }) => follows === undefined);
  for (const gateway of written) {
    const other = network.gateways.find(({ value }) => familyOf(value) === familyOf(gateway.value));
    if (other && other.value !== gateway.value)
      hints.push(override(gateway.origin, `gateway ${other.value}`, network, other.origin));
  }
  return hints;
}

/** The address that the host's number would give, had nothing been written. */
function addressOverrides(device: Device, network: LogicalNetwork, host: Host): readonly Hint[] {
  const { number } = host;
  if (!number || !addressesHosts(network)) return [];
  return network.subnets.flatMap(({ value: subnet, origin }) => {
    const at = writtenInstead(device, subnet.family);
    const address = addressInSubnet(subnet, number.value);
    if (!at || address === undefined) return [];
    const same = device.addressing.addresses.some(({ value }) => value.address === address);
    return same ? [] : [override(at, `address ${address}`, network, origin)];
  });
}

function writtenInstead({ addressing }: Device, family: IpFamily): Origin | undefined {
  const { addresses, dhcp, slaac, none } = addressing;
  const written = addresses.find(({ value, follows }) => value.family === family && !follows);
  return (written ?? none ?? (family === 4 ? dhcp : slaac))?.origin;
}
