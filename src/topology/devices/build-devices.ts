import { createGraphBuilder } from '../graph-builder.js';
import { closedFrame } from '../folding/closed-frame.js';
import type { SiteFrame } from '../folding/site-frames.js';
import type { GraphNode } from '../graph.js';
import { NO_PART } from '../perspective-builder.js';
import type { PerspectiveBuilder } from '../perspective-builder.js';
import {
  addGuestOnHost,
  addPoolGuests,
  addUnplacedGuests,
  poolFrame,
  UNPLACED_FRAME,
} from './guest-nodes.js';
import { addHost, hostFrame } from './host-nodes.js';

/** The frame alone, as both Devices and Commands draw it when it is closed. */
export function frameNode(frame: SiteFrame): GraphNode {
  switch (frame.kind) {
    case 'host':
      return hostFrame(frame.host, frame.pools);
    case 'pool':
      return poolFrame(frame.pool, frame.hosts);
    case 'unplaced':
      return UNPLACED_FRAME;
  }
}

/** The logical view: per host NIC → bond → VLAN → bridge → TAP → guest NIC → guest, with libvirt's networks beside. */
export const DEVICES: PerspectiveBuilder = {
  beside: () => NO_PART,
  open(frame, { index, labels }) {
    const context = { index, labels, builder: createGraphBuilder() };
    switch (frame.kind) {
      case 'host':
        addHost(frame.host, frame.pools, context);
        for (const guest of frame.guests) addGuestOnHost(guest, frame.host.id, context);
        break;
      case 'pool':
        addPoolGuests(frame, context);
        break;
      case 'unplaced':
        addUnplacedGuests(frame.guests, context);
        break;
    }
    return context.builder.build();
  },
  closed: (frame) => ({ nodes: [closedFrame(frameNode(frame), frame)], edges: [] }),
  closedGroup: () => NO_PART,
};
