import type { Places } from './origin.js';

/**
 * Identity of an element inside one site, for example `host/kvm1/device/bond0`.
 * Made of names only, so that it stays the same while text moves; names are escaped, so that no two elements share one.
 */
export type ElementId = string;

/** What every declared or derived element has. */
export interface Element {
  readonly id: ElementId;
  readonly name: string;
  /** Where it is declared; of a derived element, where that which it follows from is written. */
  readonly places: Places;
  /** Text of the `///` comment before the declaration, markers removed. */
  readonly documentation?: string;
}

/** `encodeURIComponent` throws on half a surrogate pair, which a quoted name may hold. */
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const escapeName = (name: string): string => encodeURIComponent(name.replace(LONE_SURROGATE, '\uFFFD'));

/** The name that an id ends in. */
export const nameOfId = (id: ElementId): string => decodeURIComponent(id.slice(id.lastIndexOf('/') + 1));

export const networkId = (name: string): ElementId => `network/${escapeName(name)}`;
export const poolId = (name: string): ElementId => `pool/${escapeName(name)}`;
export const zoneId = (name: string): ElementId => `zone/${escapeName(name)}`;
export const hostId = (name: string): ElementId => `host/${escapeName(name)}`;
export const deviceId = (host: string, name: string): ElementId =>
  `${hostId(host)}/device/${escapeName(name)}`;
export const virtualNetworkId = (host: string, name: string): ElementId =>
  `${hostId(host)}/virtual-network/${escapeName(name)}`;
export const guestId = (name: string): ElementId => `guest/${escapeName(name)}`;
export const guestNicId = (guest: string, name: string): ElementId =>
  `${guestId(guest)}/nic/${escapeName(name)}`;
