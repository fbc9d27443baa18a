import type { PathResult } from '../protocol/index.js';
import { nodesOfElements } from '../topology/index.js';
import type { Graph, GraphNode, PacketPath } from '../topology/index.js';

export interface FollowPacketEvents {
  readonly ask: (id: string) => void;
  /** The nodes that packets pass; empty: whatever the picture by itself takes for connected. */
  readonly light: (ids: readonly string[]) => void;
  readonly show: (path: PacketPath | undefined) => void;
}

/** The way of a packet through what is chosen: asked for, lit up and told, until the person lets go. */
export interface FollowPacket {
  follow(node: GraphNode | undefined): void;
  /** The id of an element that has no node, such as a network in the Devices perspective. */
  followElement(id: string): void;
  take(id: string, result: PathResult): void;
  /** The picture has changed, and with it perhaps the way. */
  refresh(graph: Graph): void;
  isFollowing(): boolean;
}

export function createFollowPacket(events: FollowPacketEvents): FollowPacket {
  let subject: string | undefined;
  let path: PacketPath | undefined;
  let graph: Graph | undefined;

  function followElement(id: string | undefined): void {
    if (id === subject) return;
    subject = id;
    path = undefined;
    if (id === undefined) events.show(undefined);
    else events.ask(id);
  }
  const light = (): void => {
    if (path && graph) events.light(nodesOfElements(graph, path.elements));
  };
  return {
    follow: (node) => followElement(node && elementOf(node)),
    followElement,
    take(id, result) {
      if (id !== subject) return;
      path = result.kind === 'path' ? result.path : undefined;
      events.show(path);
      light();
    },
    refresh(next) {
      graph = next;
      if (subject === undefined) return;
      light();
      events.ask(subject);
    },
    isFollowing: () => subject !== undefined,
  };
}

/** The element that a node is about: that of a line of a command, of a column of a network. */
const elementOf = ({ id, kind, stands }: GraphNode): string =>
  kind === 'member' || kind === 'line' ? (stands?.[0] ?? id) : id;
