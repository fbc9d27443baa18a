import type { ElementId, Origin, Role, Severity } from '../model/index.js';
import type { OverlayMark } from './overlay/overlay.js';

export const PERSPECTIVES = ['networks', 'devices', 'commands'] as const;
export type Perspective = (typeof PERSPECTIVES)[number];

export const NODE_KINDS = [
  // Frames: drawn behind the nodes that name them in `frame`.
  'group',
  'host',
  'pool',
  'unplaced',
  'guest',
  // What a packet passes.
  'outside',
  'nic',
  'bond',
  'vlan',
  'bridge',
  'virtual-network',
  'plug',
  'tap',
  'guest-nic',
  // Of the other perspectives.
  'network',
  'member',
  'command',
  'line',
] as const;
export type NodeKind = (typeof NODE_KINDS)[number];

export const EDGE_KINDS = ['uplink', 'port', 'vlan', 'route', 'tap', 'member'] as const;
export type EdgeKind = (typeof EDGE_KINDS)[number];

/** What colours stand for: the role of a network, or a network that only one host has. */
export const TONES = ['management', 'heartbeat', 'migration', 'storage', 'vm', 'virtual', 'none'] as const;
export type Tone = Role | 'virtual' | 'none';

/**
 * What to draw: plain data, without a position. Ids are those of the model where a node stands for one element, and
 * made from them otherwise, so that they stay the same while text moves.
 */
export interface Graph {
  readonly perspective: Perspective;
  /** URI of the folder that is drawn. */
  readonly folder: string;
  /** In the order in which a person reads: frames before what they hold, hosts in the order of the text. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Frames start closed, since the site is too large to be drawn whole or a person wants it so. */
  readonly startsClosed?: true;
  /** The networks and their numbers, the same in every perspective. */
  readonly legend: readonly LegendEntry[];
  readonly counts: Readonly<Record<Severity, number>>;
}

export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** Id of the frame that it is drawn in. */
  readonly frame?: string;
  readonly label: string;
  /** Short lines under the label, most important first. */
  readonly sublabels: readonly string[];
  /** Numbers of the networks that pass here. */
  readonly marks: readonly Mark[];
  /** Nobody wrote it: it follows from something. */
  readonly derived?: true;
  /** Kept from the last text that could be read. */
  readonly stale?: true;
  /** Only on the host: a plan takes it away. */
  readonly ghost?: true;
  /** What a plan, the state of the host or a failure says of it; the most important first. */
  readonly overlay?: readonly OverlayMark[];
  readonly badge?: Badge;
  /** Where a click leads. */
  readonly origin?: Origin;
  /** The whole declaration: a cursor inside it means this node. */
  readonly extent?: Origin;
  /** A frame that can be folded. What a closed one holds is not in the graph. */
  readonly folding?: 'open' | 'closed';
  /** Where the elements that are hidden in a closed frame are declared, as far as that is not in its `extent`. */
  readonly covers?: readonly Origin[];
  /** Further elements that it stands for, for example libvirt's name of a bridge. */
  readonly stands?: readonly ElementId[];
  /** Everything that is known, for the tooltip and the text alternative. */
  readonly details: readonly Detail[];
  readonly documentation?: string;
}

export interface GraphEdge {
  readonly id: string;
  readonly kind: EdgeKind;
  /** The end nearer to the wire. */
  readonly source: string;
  readonly target: string;
  readonly tone: Tone;
  /** Spoken and shown in the tooltip: `VLAN 13`, `trunk 100-110`. */
  readonly label?: string;
  /** Carries traffic only when another one fails. */
  readonly standby?: true;
  readonly derived?: true;
  /** An end of it is kept from the last text that could be read. */
  readonly stale?: true;
  /** Leads to something that is only on the host. */
  readonly ghost?: true;
}

export interface Mark {
  /** `1`, `2` … for the networks of the site, `A`, `B` … for those that libvirt makes on a host. */
  readonly text: string;
  readonly tone: Tone;
}

export interface LegendEntry extends Mark {
  /** Id of the network; absent for a letter, which stands for the networks of one name on several hosts. */
  readonly id?: ElementId;
  readonly name: string;
  /** `heartbeat · VLAN 11 · 10.11.11.0/24` */
  readonly summary: string;
  readonly origin?: Origin;
}

/** What is wrong with a node: the worst severity, and everything that was said. */
export interface Badge {
  readonly severity: Severity;
  /** The worst first; of a closed frame with many only the first. */
  readonly messages: readonly BadgeMessage[];
  /** How many more there are. */
  readonly more?: number;
}

export interface BadgeMessage {
  readonly severity: Severity;
  readonly code: string;
  readonly text: string;
}

export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** Hosts and what stands beside them; a group holds some of them. */
export const isBlock = ({ kind }: { readonly kind: NodeKind }): boolean =>
  kind === 'host' || kind === 'pool' || kind === 'unplaced';

/** A frame is drawn behind other nodes and grows with them. */
export const isFrame = ({ kind }: { readonly kind: NodeKind }): boolean =>
  kind === 'group' || kind === 'guest' || kind === 'command' || isBlock({ kind });

/** Id of the frame of guests whose host or pool is not declared. */
export const UNPLACED_ID = 'unplaced';
