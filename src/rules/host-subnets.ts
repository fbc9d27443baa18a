import {
  compareAddresses,
  contains,
  type ElementId,
  formatInterfaceAddress,
  type Host,
  type InterfaceAddress,
  type IpAddress,
  type Origin,
  overlaps,
  type Subnet,
  subnetOf,
} from '../model/index.js';
import { deviceText, virtualNetworkText } from './wording.js';

/** A subnet in which a host has an address of its own. */
export interface HostSubnet {
  readonly subnet: Subnet;
  readonly address: InterfaceAddress;
  readonly origin: Origin;
  readonly owner: ElementId;
  /** The logical network that the address follows from, where nobody wrote it; and where that network ends here. */
  readonly network?: { readonly id: ElementId; readonly origin: Origin };
  /** `bond bond0`, `nat network lab` */
  readonly text: string;
  readonly virtual: boolean;
}

const LINK_LOCAL: readonly Subnet[] = [
  { family: 4, address: '169.254.0.0', prefix: 16 },
  { family: 6, address: 'fe80::', prefix: 10 },
];

/** Addresses that mean something on their own link only, so that each link may have the same. */
export const isLinkLocal = (address: IpAddress): boolean =>
  LINK_LOCAL.some((subnet) => contains(subnet, address));

/** Of devices with static addresses, and of libvirt networks in which the host has one. */
export function hostSubnets({ devices, virtualNetworks }: Host): readonly HostSubnet[] {
  const onDevices = devices.flatMap((device) =>
    device.addressing.addresses.map(({ value, origin, follows }) => {
      const network = device.networks.find((each) => each.value === follows?.from);
      return {
        subnet: subnetOf(value),
        address: value,
        origin,
        owner: device.id,
        ...(network && { network: { id: network.value, origin: network.origin } }),
        text: deviceText(device),
        virtual: false,
      };
    }),
  );
  const onVirtual = virtualNetworks.flatMap((network) =>
    network.kind === 'bridged'
      ? []
      : network.addresses.map(({ value, origin }) => ({
          subnet: subnetOf(value),
          address: value,
          origin,
          owner: network.id,
          text: virtualNetworkText(network),
          virtual: true,
        })),
  );
  return [...onDevices, ...onVirtual];
}

const isSingleAddress = ({ family, prefix }: Subnet): boolean => prefix === (family === 4 ? 32 : 128);

/**
 * Each subnet that overlaps one of another owner, with that one; of the two, the one that stands first in the list is
 * first. Grows with the number of subnets, not its square.
 */
export function overlapping(subnets: readonly HostSubnet[]): readonly (readonly [HostSubnet, HostSubnet])[] {
  const place = new Map(subnets.map((subnet, i) => [subnet, i]));
  const sorted = subnets
    .filter(({ subnet, address }) => !isSingleAddress(subnet) && !isLinkLocal(address.address))
    .sort(
      (a, b) => compareAddresses(a.subnet.address, b.subnet.address) || a.subnet.prefix - b.subnet.prefix,
    );
  const pairs: (readonly [HostSubnet, HostSubnet])[] = [];
  // Subnets are either disjoint or one holds the other: those around the current one form a stack.
  const around: HostSubnet[] = [];
  for (const current of sorted) {
    while (around.length > 0 && !overlaps((around.at(-1) ?? current).subnet, current.subnet)) around.pop();
    const other = around.findLast(({ owner }) => owner !== current.owner);
    if (other) {
      const inOrder = (place.get(other) ?? 0) < (place.get(current) ?? 0);
      pairs.push(inOrder ? [other, current] : [current, other]);
    }
    around.push(current);
  }
  return pairs;
}

/** `10.11.10.0/24, in which bond bond0 has 10.11.10.22` */
export const subnetText = ({ subnet, address, text }: HostSubnet): string =>
  `${formatInterfaceAddress(subnet)}, in which ${text} has ${address.address}`;
