import type { Element, ElementId } from './element.js';
import type { InterfaceAddress, IpAddress, Subnet } from './ip.js';
import type { Mac } from './mac.js';
import type { Origin, Sourced } from './origin.js';

interface VirtualNetworkBase extends Element {
  readonly host: ElementId;
  /** Name of the bridge interface. */
  readonly bridge: Sourced<string>;
  readonly autostart: Sourced<boolean>;
}

/** A network that libvirt makes: its own bridge, address, DHCP and firewall rules. */
export interface ManagedNetwork extends VirtualNetworkBase {
  readonly kind: 'nat' | 'routed' | 'isolated';
  readonly subnets: readonly Sourced<Subnet>[];
  /** The host's own address in each subnet: its first. Empty when the host has no access. */
  readonly addresses: readonly Sourced<InterfaceAddress>[];
  readonly dhcp: readonly DhcpRange[];
  readonly leases: readonly Lease[];
  readonly dns: readonly Sourced<IpAddress>[];
  readonly domain?: Sourced<string>;
  /** Device through which traffic leaves; absent means whichever the routing table picks. */
  readonly over?: Sourced<ElementId>;
  readonly forwards: readonly PortForward[];
  readonly hostAccess: Sourced<boolean>;
  readonly mtu: Sourced<number>;
  readonly zone?: Sourced<string>;
}

/** libvirt's name for a bridge of the host, so that guests name a network and can move within a pool. */
export interface BridgedNetwork extends VirtualNetworkBase {
  readonly kind: 'bridged';
  readonly network: ElementId;
  readonly device: ElementId;
}

export type VirtualNetwork = ManagedNetwork | BridgedNetwork;
export type VirtualNetworkKind = VirtualNetwork['kind'];

export interface DhcpRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
  readonly origin: Origin;
}

export interface Lease {
  readonly mac: Mac;
  readonly address: IpAddress;
  readonly name?: string;
  readonly origin: Origin;
}

export interface Port {
  readonly number: number;
  readonly protocol: 'tcp' | 'udp';
}

/** One port, then `first` and `last` are the same, or several in a row. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
  readonly protocol: Port['protocol'];
}

/** `8080`, `49152-49215`: as firewalld writes it, too. */
export const portNumbers = ({ first, last }: PortRange): string =>
  first === last ? String(first) : `${first}-${last}`;

export interface PortForward {
  /** Port of the host. */
  readonly port: Port;
  readonly guest: Sourced<ElementId>;
  readonly guestPort: number;
  readonly origin: Origin;
}
