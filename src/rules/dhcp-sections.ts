import {
  contains,
  type InterfaceAddress,
  type ManagedNetwork,
  type Origin,
  type Sourced,
} from '../model/index.js';

/** What libvirt hands out in one subnet of a network: it becomes one `dhcp` element. */
export interface DhcpSection {
  /** The host's own address in the subnet. */
  readonly address: Sourced<InterfaceAddress>;
  readonly text: string;
  /** The first range, else the first lease. */
  readonly origin: Origin;
}

/** As the compiler writes them: an IPv6 lease without name is left out, a network without host access has none. */
export const dhcpSections = ({ addresses, dhcp, leases }: ManagedNetwork): readonly DhcpSection[] =>
  addresses.flatMap((address) => {
    const range = dhcp.find(({ first }) => contains(address.value, first));
    if (range) return [{ address, text: `range ${range.first}-${range.last}`, origin: range.origin }];
    const lease = leases.find(
      (each) =>
        contains(address.value, each.address) && (address.value.family === 4 || each.name !== undefined),
    );
    return lease ? [{ address, text: `lease ${lease.address}`, origin: lease.origin }] : [];
  });
