import type { ElementId, Guest, Host, NetworkIndex } from '../../model/index.js';
import { hostFrame } from '../devices/host-nodes.js';
import { createGraphBuilder } from '../graph-builder.js';
import type { GraphBuilder } from '../graph-builder.js';
import type { GraphEdge, GraphNode } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import type { Command } from './command-line.js';
import { bridgeVlans, connections, guestInterfaces, ipAddresses, virtualNetworks } from './host-commands.js';

/** What the usual commands will print on each host once the plan is applied, with the numbers of the networks. */
export function buildCommands(
  index: NetworkIndex,
  labels: NetworkLabels,
  hosts: readonly Host[],
): { readonly nodes: readonly GraphNode[]; readonly edges: readonly GraphEdge[] } {
  const builder = createGraphBuilder();
  const context = { index, labels };
  const pools = new Map<ElementId, string[]>();
  for (const pool of index.network.pools) {
    for (const { value } of pool.hosts) pools.set(value, [...(pools.get(value) ?? []), pool.name]);
  }
  for (const host of hosts) {
    builder.addNode(hostFrame(host, pools.get(host.id) ?? []));
    // A guest of a pool is somewhere in it: its commands work on whichever host that is.
    const guests = index.guestsOn(host.id).filter((guest: Guest) => guest.placement.kind === 'host');
    const commands = [
      ipAddresses(host, context),
      bridgeVlans(host, context),
      connections(host, context),
      virtualNetworks(host, context),
      ...guests.map((guest) => guestInterfaces(guest, context)),
    ];
    for (const command of commands) if (command) addCommand(command, host, builder);
  }
  return builder.build();
}

function addCommand(command: Command, host: Host, builder: GraphBuilder): void {
  const id = `${host.id}/command/${encodeURIComponent(command.text)}`;
  builder.addNode({
    id,
    kind: 'command',
    frame: host.id,
    label: command.text,
    sublabels: [],
    marks: [],
    details: [{ name: 'kind', value: 'command and what it will print' }],
  });
  const seen = new Map<string, number>();
  for (const line of command.lines) {
    const key = line.element ?? 'heading';
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    builder.addNode({
      id: `${id}/${key}${count === 0 ? '' : `/${count}`}`,
      kind: 'line',
      frame: id,
      label: line.text,
      sublabels: [],
      marks: line.marks,
      ...(line.origin && { origin: line.origin }),
      ...(line.extent && { extent: line.extent }),
      ...(line.element !== undefined && { stands: [line.element] }),
      details: [],
    });
  }
}
