import type {
  BandwidthLimit,
  BondMode,
  BondOptions,
  DhcpRange,
  Finding,
  InterfaceAddress,
  IpAddress,
  Lease,
  Mac,
  Origin,
  Places,
  Port,
  PortRange,
  Role,
  Route,
  Sourced,
  SshTarget,
  Subnet,
  VlanSet,
  ZONE_TARGETS,
} from '../../model/index.js';
import type { Name } from './block-reader.js';
import type { Suppression } from './suppression.js';

/*
 * What one file says: plain data without syntax nodes, names not looked up. A property that is not written is absent, so
 * that `{ ...profile, ...host }` merges as the language wants it: single values replace, lists replace.
 */

/** Everything that one file says. */
export interface Declarations {
  readonly uri: string;
  /** Paths as written. */
  readonly imports: readonly Name[];
  readonly networks: readonly NetworkDeclaration[];
  readonly pools: readonly PoolDeclaration[];
  readonly profiles: readonly ProfileDeclaration[];
  readonly hosts: readonly HostDeclaration[];
  readonly guests: readonly GuestDeclaration[];
  readonly zones: readonly ZoneDeclaration[];
  readonly findings: readonly Finding[];
  readonly suppressions: readonly Suppression[];
}

export interface Declaration {
  readonly name: string;
  readonly places: Places;
  readonly documentation?: string;
}

export interface NetworkDeclaration extends Declaration {
  readonly roles?: readonly Sourced<Role>[];
  readonly vlan?: Sourced<number>;
  readonly vlans?: Sourced<VlanSet>;
  readonly subnets?: readonly Sourced<Subnet>[];
  readonly gateways?: readonly Sourced<IpAddress>[];
  readonly dns?: readonly Sourced<IpAddress>[];
  readonly search?: readonly Sourced<string>[];
  readonly mtu?: Sourced<number>;
  readonly zone?: Name;
  readonly bridge?: Name;
  readonly routes: readonly Route[];
}

export interface PoolDeclaration extends Declaration {
  readonly hosts?: readonly Name[];
}

export interface ZoneDeclaration extends Declaration {
  readonly target?: Sourced<(typeof ZONE_TARGETS)[number]>;
  readonly services?: readonly Sourced<string>[];
  readonly ports?: readonly Sourced<PortRange>[];
  readonly sources?: readonly Sourced<string>[];
  readonly forward?: Sourced<boolean>;
  readonly masquerade?: Sourced<boolean>;
  readonly richRules: readonly Sourced<string>[];
}

/** What profiles and hosts have in common. */
export interface HostShape {
  readonly dns?: readonly Sourced<IpAddress>[];
  readonly forwarding?: Sourced<boolean>;
  readonly routes: readonly Route[];
  readonly devices: readonly DeviceDeclaration[];
  readonly virtualNetworks: readonly VirtualNetworkDeclaration[];
}

export interface ProfileDeclaration extends Declaration, HostShape {
  readonly profiles: readonly Name[];
}

export interface HostDeclaration extends Declaration, HostShape {
  readonly profiles: readonly Name[];
  readonly ssh?: Sourced<SshTarget>;
  readonly via?: Name;
  readonly number?: Sourced<number>;
}

export interface AddressingDeclaration {
  readonly addresses?: readonly Sourced<InterfaceAddress>[];
  readonly dhcp?: Sourced<true>;
  readonly slaac?: Sourced<true>;
  readonly none?: Sourced<true>;
  readonly gateways?: readonly Sourced<IpAddress>[];
  readonly dns?: readonly Sourced<IpAddress>[];
  readonly search?: readonly Sourced<string>[];
  readonly zone?: Name;
  readonly routes: readonly Route[];
}

interface DeviceDeclarationBase extends Declaration, AddressingDeclaration {
  /** Networks that a profile names for it, and a list above leaves out. */
  readonly left?: readonly Name[];
  readonly mtu?: Sourced<number>;
}

export interface NicDeclaration extends DeviceDeclarationBase {
  readonly kind: 'nic';
  readonly mac?: Sourced<Mac>;
  readonly wakeOnLan?: Sourced<boolean>;
  readonly carries?: readonly Name[];
}

export interface BondDeclaration extends DeviceDeclarationBase, Omit<BondOptions, 'primary'> {
  readonly kind: 'bond';
  readonly ports?: readonly Name[];
  readonly mode?: Sourced<BondMode>;
  readonly primary?: Name;
  readonly mac?: Sourced<Mac>;
  readonly carries?: readonly Name[];
}

export interface VlanDeclaration extends DeviceDeclarationBase {
  readonly kind: 'vlan';
  readonly parent?: Name;
  readonly vlanId?: Sourced<number>;
  readonly networks?: readonly Name[];
}

export interface BridgeDeclaration extends DeviceDeclarationBase {
  readonly kind: 'bridge';
  readonly ports?: readonly Name[];
  readonly portBlocks: readonly PortDeclaration[];
  readonly networks?: readonly Name[];
  readonly vlanAware?: Sourced<boolean>;
  readonly vlans?: Sourced<VlanSet>;
  readonly pvid?: Sourced<number>;
  readonly stp?: Sourced<boolean>;
  readonly priority?: Sourced<number>;
  readonly forwardDelay?: Sourced<number>;
  readonly helloTime?: Sourced<number>;
  readonly maxAge?: Sourced<number>;
  readonly ageingTime?: Sourced<number>;
  readonly multicastSnooping?: Sourced<boolean>;
  readonly mac?: Sourced<Mac>;
}

export interface PortDeclaration {
  readonly device: Name;
  /** The whole block. */
  readonly origin: Origin;
  readonly trunk?: Sourced<VlanSet>;
  readonly native?: Sourced<number>;
  readonly isolated?: Sourced<boolean>;
  readonly priority?: Sourced<number>;
  readonly cost?: Sourced<number>;
}

export type DeviceDeclaration = NicDeclaration | BondDeclaration | VlanDeclaration | BridgeDeclaration;

export interface VirtualNetworkDeclaration extends Declaration {
  readonly kind: 'nat' | 'routed' | 'isolated';
  readonly bridge?: Name;
  readonly subnets?: readonly Sourced<Subnet>[];
  readonly dhcp?: readonly DhcpRange[];
  readonly leases: readonly Lease[];
  readonly dns?: readonly Sourced<IpAddress>[];
  readonly domain?: Sourced<string>;
  readonly over?: Name;
  readonly forwards: readonly PortForwardDeclaration[];
  readonly hostAccess?: Sourced<boolean>;
  readonly mtu?: Sourced<number>;
  readonly zone?: Name;
  readonly autostart?: Sourced<boolean>;
}

export interface PortForwardDeclaration {
  readonly port: Port;
  readonly guest: Name;
  readonly guestPort: number;
  readonly origin: Origin;
}

export interface GuestDeclaration extends Declaration {
  readonly placement?: { readonly kind: 'host' | 'pool'; readonly name: Name };
  readonly vcpus?: Sourced<number>;
  readonly pin?: Sourced<readonly number[]>;
  readonly nics: readonly GuestNicDeclaration[];
}

export interface GuestNicDeclaration extends Declaration {
  readonly attachment: { readonly kind: 'network' | 'bridge'; readonly name: Name };
  readonly mac?: Sourced<Mac>;
  readonly model?: Sourced<string>;
  readonly queues?: Sourced<number | 'auto'>;
  readonly vlan?: Sourced<number>;
  readonly trunk?: Sourced<VlanSet>;
  readonly native?: Sourced<number>;
  readonly mtu?: Sourced<number>;
  readonly bandwidth?: { readonly in?: BandwidthLimit; readonly out?: BandwidthLimit };
  readonly filter?: Sourced<string>;
  readonly isolated?: Sourced<boolean>;
  readonly link?: Sourced<boolean>;
  readonly boot?: Sourced<number>;
}
