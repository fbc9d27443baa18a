import type { DeviceKind, ElementId, NetworkIndex } from '../../model/index.js';
import type { ObservedNic } from '../../protocol/index.js';

/** What completion may rest on: the site as it is now, and what is not in its model. */
export interface SiteKnowledge {
  readonly index: NetworkIndex;
  readonly profiles: readonly string[];
  /** Devices of a host or profile, derived ones included. */
  devicesOf(owner: Owner): readonly KnownDevice[];
  /** NICs that the host really has, as far as anybody has looked; of a profile, those of its hosts. */
  observedNics(owner: Owner): readonly ObservedNic[];
}

export interface Owner {
  readonly kind: 'host' | 'profile';
  readonly name: string;
}

export interface KnownDevice {
  readonly name: string;
  readonly kind: DeviceKind;
  /** Name of the bond or bridge that has it as a port. */
  readonly controller?: string;
  /** Nobody wrote it: it follows from `carries`. */
  readonly derived?: true;
  /** A profile declares it. */
  readonly inherited?: true;
  /** What it carries or serves. */
  readonly networks: readonly ElementId[];
}
