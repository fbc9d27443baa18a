import type { Element, ElementId } from './element.js';
import type { Guest } from './guest.js';
import type { Host } from './host.js';
import type { LogicalNetwork } from './logical-network.js';
import type { Sourced } from './origin.js';
import type { PortRange } from './virtual-network.js';

/** A whole site: plain, JSON-safe data in which elements refer to each other by id. */
export interface Network {
  /** URI of the folder whose files make the site, without a slash at the end. */
  readonly folder: string;
  readonly networks: readonly LogicalNetwork[];
  readonly pools: readonly Pool[];
  readonly hosts: readonly Host[];
  readonly guests: readonly Guest[];
  readonly zones: readonly Zone[];
}

/** Hosts among which guests move. */
export interface Pool extends Element {
  readonly hosts: readonly Sourced<ElementId>[];
}

export const ZONE_TARGETS = ['default', 'ACCEPT', 'REJECT', 'DROP'] as const;

/** A firewalld zone of the site; zones that firewalld brings along need no declaration. */
export interface Zone extends Element {
  readonly target?: Sourced<(typeof ZONE_TARGETS)[number]>;
  readonly services: readonly Sourced<string>[];
  readonly ports: readonly Sourced<PortRange>[];
  readonly sources: readonly Sourced<string>[];
  readonly forward?: Sourced<boolean>;
  readonly masquerade?: Sourced<boolean>;
  readonly richRules: readonly Sourced<string>[];
}

/** Zones that firewalld 2 ships, and those that libvirt adds. */
export const PREDEFINED_ZONES: readonly string[] = [
  'block',
  'dmz',
  'drop',
  'external',
  'home',
  'internal',
  'libvirt',
  'libvirt-routed',
  'nm-shared',
  'public',
  'trusted',
  'work',
];
