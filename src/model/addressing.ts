import type { InterfaceAddress, IpAddress, Subnet } from './ip.js';
import type { Origin, Sourced } from './origin.js';

export interface Route {
  readonly destination: Sourced<Subnet>;
  readonly via?: Sourced<IpAddress>;
  /** Lower wins; the kernel's unsigned 32-bit priority. */
  readonly metric?: Sourced<number>;
  readonly origin: Origin;
}

/** What layer 3 a device has. Nothing at all means: no address of either family. */
export interface Addressing {
  readonly addresses: readonly Sourced<InterfaceAddress>[];
  readonly dhcp?: Sourced<true>;
  readonly slaac?: Sourced<true>;
  /** Written `none`: not even what the network would give. */
  readonly none?: Sourced<true>;
  /** At most one of each family makes sense. */
  readonly gateways: readonly Sourced<IpAddress>[];
  readonly dns: readonly Sourced<IpAddress>[];
  readonly search: readonly Sourced<string>[];
  readonly routes: readonly Route[];
  /** Name of the firewalld zone. */
  readonly zone?: Sourced<string>;
}

export const hasAddress = ({ addresses, dhcp, slaac }: Addressing): boolean =>
  addresses.length > 0 || dhcp !== undefined || slaac !== undefined;
