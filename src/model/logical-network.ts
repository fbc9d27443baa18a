import type { Route } from './addressing.js';
import type { Element } from './element.js';
import type { IpAddress, Subnet } from './ip.js';
import type { Sourced } from './origin.js';
import type { VlanSet } from './vlan-set.js';

export const ROLES = ['management', 'heartbeat', 'migration', 'storage', 'vm'] as const;
export type Role = (typeof ROLES)[number];

/** A `network`: what an administrator means by one, before any host is looked at. */
export interface LogicalNetwork extends Element {
  readonly roles: readonly Sourced<Role>[];
  /** Access VLAN; absent together with `vlans` means untagged. */
  readonly vlan?: Sourced<number>;
  /** A trunk: guests get tagged frames. */
  readonly vlans?: Sourced<VlanSet>;
  readonly subnets: readonly Sourced<Subnet>[];
  readonly gateways: readonly Sourced<IpAddress>[];
  readonly dns: readonly Sourced<IpAddress>[];
  readonly search: readonly Sourced<string>[];
  readonly mtu?: Sourced<number>;
  readonly zone?: Sourced<string>;
  /** Name of the bridge derived on hosts; absent means the network's name. */
  readonly bridge?: Sourced<string>;
  readonly routes: readonly Route[];
}

export const hasRole = (network: LogicalNetwork, role: Role): boolean =>
  network.roles.some(({ value }) => value === role);

/** Roles that give hosts an address: every one but `vm`. */
export const addressesHosts = (network: LogicalNetwork): boolean =>
  network.roles.some(({ value }) => value !== 'vm');
