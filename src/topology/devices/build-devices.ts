import type { ElementId, Guest, Host, NetworkIndex } from '../../model/index.js';
import { createGraphBuilder } from '../graph-builder.js';
import type { GraphEdge, GraphNode } from '../graph.js';
import { groupBy } from '../group-by.js';
import type { NetworkLabels } from '../network-labels.js';
import { addGuestOnHost, addPoolGuests, addUnplacedGuests } from './guest-nodes.js';
import { addHost } from './host-nodes.js';
import type { DevicesContext } from './host-nodes.js';

/** The logical view: per host NIC → bond → VLAN → bridge → TAP → guest NIC → guest, with libvirt's networks beside. */
export function buildDevices(
  index: NetworkIndex,
  labels: NetworkLabels,
  hosts: readonly Host[],
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const { network } = index;
  const pools = new Map<ElementId, string[]>();
  for (const pool of network.pools) {
    for (const { value } of pool.hosts) pools.set(value, [...(pools.get(value) ?? []), pool.name]);
  }
  const context: DevicesContext = {
    index,
    labels,
    builder: createGraphBuilder(),
    poolsOf: (host) => pools.get(host) ?? [],
  };
  const onHost = groupBy(network.guests, ({ placement }) =>
    placement.kind === 'host' ? placement.host : '',
  );
  const inPool = groupBy(network.guests, ({ placement }) =>
    placement.kind === 'pool' ? placement.pool : '',
  );
  const chosen = new Set(hosts.map(({ id }) => id));
  const all = chosen.size === network.hosts.length;

  for (const host of hosts) {
    addHost(host, context);
    for (const guest of onHost.get(host.id) ?? []) addGuestOnHost(guest, host.id, context);
  }
  for (const pool of network.pools) {
    if (!all && !pool.hosts.some(({ value }) => chosen.has(value))) continue;
    addPoolGuests(pool, inPool.get(pool.id) ?? [], context);
  }
  if (all)
    addUnplacedGuests(
      network.guests.filter((guest) => !isPlaced(guest, index)),
      context,
    );
  return context.builder.build();
}

function isPlaced({ placement }: Guest, index: NetworkIndex): boolean {
  if (placement.kind === 'host') return index.host(placement.host) !== undefined;
  return index.network.pools.some(({ id }) => id === placement.pool);
}
