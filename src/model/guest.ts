import type { Element, ElementId } from './element.js';
import type { Mac } from './mac.js';
import type { Origin, Sourced } from './origin.js';
import type { VlanSet } from './vlan-set.js';

export interface Guest extends Element {
  readonly placement: Placement;
  /** The hosts that it runs on or may run on. */
  readonly hosts: readonly ElementId[];
  readonly vcpus?: Sourced<number>;
  /** Physical CPUs of the host. */
  readonly pin?: Sourced<readonly number[]>;
  readonly nics: readonly GuestNic[];
}

export type Placement =
  | { readonly kind: 'host'; readonly host: ElementId; readonly origin: Origin }
  | { readonly kind: 'pool'; readonly pool: ElementId; readonly origin: Origin };

/** What a guest's NIC is plugged into, by name: which virtual network or bridge that is depends on the host. */
export type Attachment =
  /** A site's network (`network` set), or a virtual network of the host. */
  | { readonly kind: 'network'; readonly name: string; readonly network?: ElementId; readonly origin: Origin }
  | { readonly kind: 'bridge'; readonly name: string; readonly origin: Origin };

export interface GuestNic extends Element {
  readonly guest: ElementId;
  readonly attachment: Attachment;
  /** Always known: written, or made from the names of guest and NIC. */
  readonly mac: Sourced<Mac>;
  readonly model: Sourced<string>;
  readonly queues?: Sourced<number>;
  /** Access VLAN on a VLAN-aware bridge; taken from an access network there. */
  readonly vlan?: Sourced<number>;
  /** Tagged VLANs; all of the network's when that is a trunk and nothing is written. */
  readonly trunk?: Sourced<VlanSet>;
  readonly native?: Sourced<number>;
  readonly mtu?: Sourced<number>;
  readonly bandwidth?: { readonly in?: BandwidthLimit; readonly out?: BandwidthLimit };
  /** Name of a libvirt network filter. */
  readonly filter?: Sourced<string>;
  readonly isolated?: Sourced<boolean>;
  readonly link?: Sourced<boolean>;
  readonly boot?: Sourced<number>;
}

export interface BandwidthLimit {
  /** Bits per second. */
  readonly average: Sourced<number>;
  /** Bits per second. */
  readonly peak?: Sourced<number>;
  /** Bytes. */
  readonly burst?: Sourced<number>;
}
