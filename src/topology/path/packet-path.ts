import type { ElementId, Origin } from '../../model/index.js';
import type { Mark, NodeKind } from '../graph.js';

/** The way of a packet, from the inside out, in the order in which it is read: guest → TAP → bridge → … → LAN. */
export interface PacketPath {
  /** The element that it is the path of. */
  readonly id: ElementId;
  /** `web1 · tenant`, `network heartbeat` */
  readonly title: string;
  /** One sentence: the smallest MTU, where packets end. */
  readonly summary: string;
  readonly hops: readonly PathHop[];
  /** Everything that lights up, by ids of the model, TAPs (`…/tap`) and LANs (`…/outside`) included. */
  readonly elements: readonly ElementId[];
}

export interface PathHop {
  /** 0 for what every packet passes; more inside of a choice (a host of a pool, an uplink). */
  readonly depth: number;
  readonly kind: NodeKind | 'end';
  /** `bond0`; several names where links share or wait. */
  readonly label: string;
  /** What a click leads to: an id of a node of the devices perspective. */
  readonly ids: readonly ElementId[];
  /** `untagged`, `tagged VLAN 13`, `inside: VLAN 13` */
  readonly frames?: string;
  /** Bytes. */
  readonly mtu?: number;
  /** Anything else that is worth knowing here: which port carries, bandwidth, NAT, why it ends. */
  readonly notes: readonly string[];
  readonly marks: readonly Mark[];
  readonly origin?: Origin;
  /** Packets end here although they should not. */
  readonly isBroken?: true;
}
