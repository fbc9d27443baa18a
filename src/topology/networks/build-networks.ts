import { formatInterfaceAddress, networkId } from '../../model/index.js';
import type { ElementId, Guest, Host, LogicalNetwork, NetworkIndex, Pool } from '../../model/index.js';
import { describeGuest, describeGuestNic, guestVlanText } from '../devices/describe-guest.js';
import { describeDevice } from '../devices/describe-device.js';
import { addressLines, listDetail, mtuLines } from '../devices/describe-addressing.js';
import { describeVirtualNetwork } from '../devices/describe-virtual-network.js';
import { marksOfNic } from '../devices/guest-nodes.js';
import { hostFrame } from '../devices/host-nodes.js';
import { createGraphBuilder } from '../graph-builder.js';
import type { GraphBuilder } from '../graph-builder.js';
import { UNPLACED_ID } from '../graph.js';
import type { GraphEdge, GraphNode, Mark } from '../graph.js';
import { groupBy } from '../group-by.js';
import { vlanTextOf } from '../network-labels.js';
import type { NetworkLabels } from '../network-labels.js';

/** Id of the column of the virtual networks of one name. */
export const virtualLaneId = (name: string): string => `virtual-${networkId(name)}`;

interface Context {
  readonly index: NetworkIndex;
  readonly labels: NetworkLabels;
  readonly builder: GraphBuilder;
}

/**
 * The manager's view: a column per network with its roles, a row per host and guest, and in between what connects them.
 */
export function buildNetworks(
  index: NetworkIndex,
  labels: NetworkLabels,
  hosts: readonly Host[],
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const { network } = index;
  const builder = createGraphBuilder();
  const context = { index, labels, builder };
  const pools = new Map<ElementId, string[]>();
  for (const pool of network.pools) {
    for (const { value } of pool.hosts) pools.set(value, [...(pools.get(value) ?? []), pool.name]);
  }
  const shown = new Set(hosts.flatMap(({ virtualNetworks }) => virtualNetworks.map(({ name }) => name)));
  for (const logical of network.networks) builder.addNode(networkNode(logical, labels));
  for (const entry of labels.legend) {
    if (entry.id !== undefined || !shown.has(entry.name)) continue;
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
  const chosen = new Set(hosts.map(({ id }) => id));
  const all = chosen.size === network.hosts.length;
  const guests = groupBy(network.guests, ({ placement }) =>
    placement.kind === 'host' ? placement.host : placement.pool,
  );
  for (const host of hosts) {
    builder.addNode({ ...hostFrame(host, pools.get(host.id) ?? []), sublabels: [] });
    addHostMembers(host, context);
    for (const guest of guests.get(host.id) ?? []) addGuest(guest, host.id, context);
  }
  for (const pool of network.pools) {
    const own = guests.get(pool.id) ?? [];
    if (own.length === 0 || !(all || pool.hosts.some(({ value }) => chosen.has(value)))) continue;
    builder.addNode(poolFrame(pool, index));
    for (const guest of own) addGuest(guest, pool.id, context);
  }
  const placed = new Set([...network.hosts, ...network.pools].map(({ id }) => id));
  const lost = [...guests].filter(([id]) => !placed.has(id)).flatMap(([, own]) => own);
  if (all && lost.length > 0) {
    builder.addNode({
      id: UNPLACED_ID,
      kind: 'unplaced',
      label: 'without a host',
      sublabels: [],
      marks: [],
      details: [{ name: 'kind', value: 'guests whose host or pool is not declared' }],
    });
    for (const guest of lost) addGuest(guest, UNPLACED_ID, context);
  }
  return builder.build();
}

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

function poolFrame(pool: Pool, index: NetworkIndex): GraphNode {
  const hosts = pool.hosts.flatMap(({ value }) => index.host(value)?.name ?? []);
  return {
    id: pool.id,
    kind: 'pool',
    label: pool.name,
    sublabels: [],
    marks: [],
    origin: pool.places.name,
    extent: pool.places.whole,
    details: [{ name: 'kind', value: 'pool' }, ...listDetail('hosts', hosts)],
  };
}

/** The network of the site behind a guest's NIC: by name, or because the bridge that it names serves it. */
function laneOf(guest: Guest, nic: Guest['nics'][number], { index }: Context): string | undefined {
  const { attachment } = nic;
  if (attachment.kind === 'network') return attachment.network ?? virtualLaneId(attachment.name);
  const [host] = guest.hosts;
  const plug = host === undefined ? undefined : index.plugOf(nic, host);
  return plug?.kind === 'bridge' ? plug.bridge.networks[0]?.value : undefined;
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
    const lane = laneOf(guest, nic, context);
    const [mark] =
      lane === undefined
        ? marksOfNic(nic, labels)
        : [labels.ofNetwork(lane), ...marksOfNic(nic, labels)].filter((known) => known !== undefined);
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
