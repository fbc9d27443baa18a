import type { PathResult } from '../protocol/index.js';
import type { FailureReport, Graph, GraphNode, PathHop } from '../topology/index.js';
import { createFailures } from './failures.js';
import type { Failures } from './failures.js';
import { createFollowPacket } from './follow-packet.js';
import { element } from './view/dom.js';
import { createFailurePanel } from './view/failure-panel.js';
import { createPathStrip } from './view/path-strip.js';

export interface DockEvents {
  readonly askPath: (id: string) => void;
  readonly askFailure: (failed: readonly string[]) => void;
  /** Lights up nodes; none: whatever the picture by itself takes for connected. */
  readonly light: (ids: readonly string[]) => void;
  readonly onHop: (hop: PathHop) => void;
  /** A line of what fails was chosen. */
  readonly onConsequence: (id: string) => void;
  readonly onFailure: (report: FailureReport | undefined) => void;
  readonly onLetGo: () => void;
  /** The dock came or went, and with it the room that the picture has. */
  readonly onRoom: () => void;
  readonly copy: (text: string) => void;
}

/** Beside the picture, in words: the way of a packet through what is chosen, and what follows when something fails. */
export interface Dock {
  readonly root: HTMLElement;
  readonly failures: Failures;
  follow(node: GraphNode | undefined): void;
  /** The id of an element that has no node. */
  followElement(id: string): void;
  isFollowing(): boolean;
  takePath(id: string, result: PathResult): void;
  /** The picture has changed. */
  refresh(graph: Graph): void;
}

export function createDock(failed: readonly string[], events: DockEvents): Dock {
  const strip = createPathStrip({ onHop: events.onHop, onCopy: events.copy, onClose: events.onLetGo });
  const follower = createFollowPacket({
    ask: events.askPath,
    light: events.light,
    show: (path) => {
      strip.show(path);
      watchRoom();
    },
  });
  const failures = createFailures(failed, {
    ask: events.askFailure,
    show: (report) => {
      panel.show(report);
      watchRoom();
      events.onFailure(report);
    },
  });
  const panel = createFailurePanel({
    onPick: events.onConsequence,
    onRepair: (id) => failures.toggle(id),
    onReset: () => failures.reset(),
  });
  let wasOpen = false;
  function watchRoom(): void {
    const isOpen = !strip.root.hidden || !panel.root.hidden;
    if (isOpen !== wasOpen) events.onRoom();
    wasOpen = isOpen;
  }
  return {
    root: element('aside', { class: 'dock', 'aria-label': 'What is chosen' }, panel.root, strip.root),
    failures,
    follow: (node) => follower.follow(node),
    followElement: (id) => follower.followElement(id),
    isFollowing: () => follower.isFollowing(),
    takePath: (id, result) => follower.take(id, result),
    refresh(graph) {
      follower.refresh(graph);
      failures.refresh();
    },
  };
}
