import { formatInterfaceAddress } from '../../model/index.js';
import type { Guest, Host, LogicalNetwork } from '../../model/index.js';
import { frameNode } from '../devices/build-devices.js';
import { describeGuest, describeGuestNic, guestVlanText } from '../devices/describe-guest.js';
import { describeDevice } from '../devices/describe-device.js';
import { addressLines, listDetail, mtuLines } from '../devices/describe-addressing.js';
import { describeVirtualNetwork } from '../devices/describe-virtual-network.js';
import { marksOfNic } from '../devices/guest-nodes.js';
import { closedFrame } from '../folding/closed-frame.js';
import { createGraphBuilder } from '../graph-builder.js';
import type { GraphBuilder } from '../graph-builder.js';
import type { GraphNode, Mark } from '../graph.js';
import { vlanTextOf } from '../network-labels.js';
import type { NetworkLabels } from '../network-labels.js';
import type { PerspectiveBuilder, PerspectiveContext } from '../perspective-builder.js';
import { laneOfNic, lanesOfFrame, virtualLaneId } from './lanes.js';
import { membersOfClosed } from './closed-members.js';

interface Context extends PerspectiveContext {
  readonly builder: GraphBuilder;
}

/**
 * The manager's view: a column per network with its roles, a row per host and guest, and in between what connects them.
 */
export const NETWORKS: PerspectiveBuilder = {
  beside({ index, labels, hasLane }) {
    const builder = createGraphBuilder();
    for (const logical of index.network.networks) {
      if (hasLane(logical.id)) builder.addNode(networkNode(logical, labels));
    }
    for (const entry of labels.legend) {
      if (entry.id !== undefined || !hasLane(virtualLaneId(entry.name))) continue;
      builder.addNode({
        id: virtualLaneId(entry.name),
        kind: 'network',
        label: entry.name,
        sublabels: entry.summary.split(' · '),
        marks: [{ text: entry.text, tone: entry.tone }],
        ...(entry.origin && { origin: entry.origin }),
        details: [{ name: 'kind', value: 'network that libvirt makes on its host' }],
      });
    }
    return builder.build();
  },
  open(frame, perspective) {
    const context = { ...perspective, builder: createGraphBuilder() };
    context.builder.addNode({ ...frameNode(frame), sublabels: [] });
    if (frame.kind === 'host') addHostMembers(frame.host, context);
    for (const guest of frame.guests) addGuest(guest, frame.id, context);
    return context.builder.build();
  },
  closed(frame, context) {
    const members = membersOfClosed(frame.id, lanesOfFrame(frame, context.index), context.labels);
    const row = { ...closedFrame(frameNode(frame), frame), sublabels: [] };
    return { nodes: [row, ...members.nodes], edges: members.edges };
  },
  closedGroup(id, frames, { index, labels }) {
    const lanes = frames.flatMap((frame) => lanesOfFrame(frame, index));
    return membersOfClosed(id, lanes, labels);
  },
};

function networkNode(logical: LogicalNetwork, labels: NetworkLabels): GraphNode {
  const mark = labels.ofNetwork(logical.id);
  const roles = logical.roles.map(({ value }) => value);
  const subnets = logical.subnets.map(({ value }) => formatInterfaceAddress(value));
  return {
    id: logical.id,
    kind: 'network',
    label: logical.name,
    sublabels: [
      ...(roles.length > 0 ? [roles.join(', ')] : []),
      vlanTextOf(logical),
      ...subnets,
      ...mtuLines(logical.mtu?.value),
    ],
    marks: mark ? [mark] : [],
    origin: logical.places.name,
    extent: logical.places.whole,
    details: [
      { name: 'kind', value: 'network' },
      ...listDetail('roles', roles),
      { name: 'frames', value: vlanTextOf(logical) },
      ...listDetail('subnets', subnets),
      ...listDetail(
        'gateway',
        logical.gateways.map(({ value }) => value),
      ),
      ...listDetail('zone', logical.zone ? [logical.zone.value] : []),
    ],
    ...(logical.documentation !== undefined && { documentation: logical.documentation }),
  };
}

function connect(lane: string, member: string, mark: Mark | undefined, { builder }: Context): void {
  const tone = mark?.tone ?? 'none';
  builder.addEdge({ id: `${lane}>${member}`, kind: 'member', source: lane, target: member, tone });
}

function addHostMembers(host: Host, context: Context): void {
  const { builder, index, labels } = context;
  for (const device of host.devices) {
    const ids = [...new Set(device.networks.map(({ value }) => value))];
    for (const [count, id] of ids.entries()) {
      const member = count === 0 ? device.id : `${device.id}@${id}`;
      const mark = labels.ofNetwork(id);
      builder.addNode({
        id: member,
        kind: 'member',
        frame: host.id,
        label: device.name,
        sublabels: addressLines(device.addressing),
        marks: mark ? [mark] : [],
        ...(device.derived && { derived: true }),
        origin: device.places.name,
        extent: device.places.whole,
        stands: [device.id],
        details: describeDevice(device, index).details,
        ...(device.documentation !== undefined && { documentation: device.documentation }),
      });
      connect(id, member, mark, context);
    }
  }
  for (const virtual of host.virtualNetworks) {
    if (virtual.kind === 'bridged') continue;
    const mark = labels.ofVirtualNetwork(virtual.name);
    builder.addNode({
      id: virtual.id,
      kind: 'member',
      frame: host.id,
      label: virtual.bridge.value,
      sublabels: virtual.subnets.map(({ value }) => formatInterfaceAddress(value)),
      marks: mark ? [mark] : [],
      origin: virtual.places.name,
      extent: virtual.places.whole,
      details: describeVirtualNetwork(virtual, index).details,
    });
    connect(virtualLaneId(virtual.name), virtual.id, mark, context);
  }
}

function addGuest(guest: Guest, frame: string, context: Context): void {
  const { builder, labels } = context;
  builder.addNode({
    id: guest.id,
    kind: 'guest',
    frame,
    label: guest.name,
    sublabels: [],
    marks: [],
    origin: guest.places.name,
    extent: guest.places.whole,
    details: describeGuest(guest).details,
    ...(guest.documentation !== undefined && { documentation: guest.documentation }),
  });
  for (const nic of guest.nics) {
    const lane = laneOfNic(guest, nic, context.index);
    const [mark] =
      lane === undefined
        ? marksOfNic(guest, nic, context)
        : [labels.ofNetwork(lane), ...marksOfNic(guest, nic, context)].filter((known) => known !== undefined);
    const vlans = guestVlanText(nic);
    builder.addNode({
      id: nic.id,
      kind: 'guest-nic',
      frame: guest.id,
      label: nic.name,
      sublabels: vlans === undefined ? [nic.mac.value] : [nic.mac.value, vlans],
      marks: mark ? [mark] : [],
      origin: nic.places.name,
      extent: nic.places.whole,
      details: describeGuestNic(nic).details,
    });
    if (lane !== undefined) connect(lane, nic.id, mark, context);
  }
}
