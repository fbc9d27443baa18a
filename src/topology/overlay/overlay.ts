import type { ElementId } from '../../model/index.js';
import type { Detail } from '../graph.js';

/**
 * What a mark says, told apart by shape, not by colour alone.
 * Of a plan: `added`, `changed`, `removed`. Of the state of a host: `in-sync`, `drift`, `unreachable`, `up`, `down`, `active`
 * (the port that carries), `standby`, `fact` (neither good nor bad: a speed, a name). Of what fails: `failed`,
 * `takes-over`, `reduced` (fewer links), `cut` (reaches nothing any more).
 */
export const OVERLAY_SIGNS = [
  'added',
  'changed',
  'removed',
  'in-sync',
  'drift',
  'unreachable',
  'up',
  'down',
  'active',
  'standby',
  'fact',
  'failed',
  'takes-over',
  'reduced',
  'cut',
] as const;
export type OverlaySign = (typeof OVERLAY_SIGNS)[number];

export interface OverlayMark {
  readonly sign: OverlaySign;
  /** At most a few words, drawn at the node: `10 Gbit/s`, `vnet3`, `MTU 1500 → 9000`. Empty: the sign alone. */
  readonly text: string;
  /** For the tooltip and the text alternative. */
  readonly details?: readonly Detail[];
}

/** Something that is on the host and no longer in the text: drawn where it would stand, until it is gone. */
export interface Ghost {
  /** Id that the element had while it was declared. */
  readonly id: ElementId;
  readonly kind: 'nic' | 'bond' | 'vlan' | 'bridge' | 'virtual-network' | 'guest-nic';
  /** Id of the host, or of the guest, that it is part of. */
  readonly frame: ElementId;
  readonly label: string;
  /** What it stands on, where that is known. */
  readonly on?: ElementId;
  readonly marks: readonly OverlayMark[];
}

/** What is laid over the picture: plain data by ids of the model, so that whoever knows a host can say it. */
export interface Overlay {
  readonly kind: 'plan' | 'state' | 'failure';
  /** One line: `Plan for kvm1: 3 steps`. */
  readonly title: string;
  /** The most important mark of an element first. */
  readonly marks: Readonly<Record<ElementId, readonly OverlayMark[]>>;
  readonly ghosts?: readonly Ghost[];
}
