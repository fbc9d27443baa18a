import type { DeviceKind } from '../../model/index.js';

/** What completion may offer of a site: names, and what helps to choose between them. */
export interface SiteNames {
  readonly networks: readonly NamedNetwork[];
  readonly hosts: readonly Named[];
  readonly pools: readonly Named[];
  readonly profiles: readonly Named[];
  readonly zones: readonly Named[];
  readonly guests: readonly Named[];
  /** Devices of a host or profile, derived ones included. */
  devicesOf(owner: OwnerBlock): readonly NamedDevice[];
  /** Networks that libvirt makes on the hosts that a guest may run on. */
  virtualNetworksFor(placement: Placement): readonly Named[];
  bridgesFor(placement: Placement): readonly Named[];
  /** The lowest host number that no host has. */
  nextNumber(): number;
  /** The lowest VLAN id above the highest one in use. */
  nextVlan(): number;
}

export interface Named {
  readonly name: string;
  readonly detail?: string;
}

export interface NamedNetwork extends Named {
  readonly forGuests: boolean;
}

export interface NamedDevice extends Named {
  readonly kind: DeviceKind;
  /** Name of the bond or bridge that has it as a port. */
  readonly controller?: string;
}

export interface OwnerBlock {
  readonly kind: 'host' | 'profile';
  readonly name: string;
}

export interface Placement {
  readonly host?: string;
  readonly pool?: string;
}
