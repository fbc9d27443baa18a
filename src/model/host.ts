import type { Route } from './addressing.js';
import type { Device } from './device.js';
import type { Element, ElementId } from './element.js';
import type { IpAddress } from './ip.js';
import type { Sourced } from './origin.js';
import type { VirtualNetwork } from './virtual-network.js';

/** What the person's OpenSSH is asked to reach. */
export interface SshTarget {
  readonly user?: string;
  readonly name: string;
  readonly port?: number;
}

export interface Host extends Element {
  /** Always known: written, or the host's name, which the person's OpenSSH configuration resolves. */
  readonly ssh: Sourced<SshTarget>;
  readonly via?: Sourced<ElementId>;
  /** Its number in every subnet. */
  readonly number?: Sourced<number>;
  /** Names of the profiles merged into it, left to right. */
  readonly profiles: readonly Sourced<string>[];
  /** Written and derived, in the order of the text; derived ones right after what they follow from. */
  readonly devices: readonly Device[];
  readonly virtualNetworks: readonly VirtualNetwork[];
  readonly routes: readonly Route[];
  readonly dns: readonly Sourced<IpAddress>[];
  readonly forwarding?: Sourced<boolean>;
}
