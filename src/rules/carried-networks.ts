import {
  type Device,
  hasRole,
  type Host,
  type LogicalNetwork,
  type Origin,
  type Role,
} from '../model/index.js';
import type { SiteView } from './site-view.js';

/** A logical network, and the device of a host that is its top device there. */
export interface Carried {
  readonly network: LogicalNetwork;
  readonly device: Device;
  /** Where a person said so: the word after `carries` or `network`. */
  readonly origin: Origin;
}

export function carriedNetworks(host: Host, site: SiteView): readonly Carried[] {
  return host.devices.flatMap((device) =>
    device.networks.flatMap(({ value, origin }) => {
      const network = site.logicalNetwork(value);
      return network ? [{ network, device, origin }] : [];
    }),
  );
}

export const hasAnyRole = (network: LogicalNetwork, roles: readonly Role[]): boolean =>
  roles.some((role) => hasRole(network, role));

/** True when the network's frames on the device have a tag of their own, so that its untagged frames are another network. */
export const isTaggedOn = (network: LogicalNetwork, device: Device): boolean =>
  device.kind === 'bridge' && device.vlanAware.value && (network.vlan ?? network.vlans) !== undefined;

/** Networks in which hosts themselves have no place. */
export const isOnlyForGuests = (network: LogicalNetwork): boolean =>
  network.roles.length > 0 && network.roles.every(({ value }) => value === 'vm');
