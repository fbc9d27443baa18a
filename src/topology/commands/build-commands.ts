import type { Host } from '../../model/index.js';
import { frameNode } from '../devices/build-devices.js';
import { closedFrame } from '../folding/closed-frame.js';
import { createGraphBuilder } from '../graph-builder.js';
import type { GraphBuilder } from '../graph-builder.js';
import { NO_PART } from '../perspective-builder.js';
import type { PerspectiveBuilder } from '../perspective-builder.js';
import type { Command } from './command-line.js';
import { bridgeVlans, connections, guestInterfaces, ipAddresses, virtualNetworks } from './host-commands.js';

/**
 * What the usual commands will print on each host once the plan is applied, with the numbers of the networks. A guest
 * of a pool is somewhere in it: its commands work on whichever host that is, and are not shown.
 */
export const COMMANDS: PerspectiveBuilder = {
  beside: () => NO_PART,
  open(frame, context) {
    const builder = createGraphBuilder();
    builder.addNode(frameNode(frame));
    if (frame.kind !== 'host') return builder.build();
    const { host, guests } = frame;
    const commands = [
      ipAddresses(host, context),
      bridgeVlans(host, context),
      connections(host, context),
      virtualNetworks(host, context),
      ...guests.map((guest) => guestInterfaces(guest, context)),
    ];
    for (const command of commands) if (command) addCommand(command, host, builder);
    return builder.build();
  },
  closed: (frame) => ({ nodes: [closedFrame(frameNode(frame), frame)], edges: [] }),
  closedGroup: () => NO_PART,
};

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
