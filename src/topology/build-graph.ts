import { indexNetwork } from '../model/index.js';
import type { Finding, Host, Network } from '../model/index.js';
import { countFindings, withBadges } from './badges.js';
import { buildCommands } from './commands/build-commands.js';
import { buildDevices } from './devices/build-devices.js';
import type { Graph, Perspective } from './graph.js';
import { labelNetworks } from './network-labels.js';
import { buildNetworks } from './networks/build-networks.js';

const BUILDERS = { networks: buildNetworks, devices: buildDevices, commands: buildCommands } as const;

export interface GraphOptions {
  readonly perspective: Perspective;
  /** Names of the hosts wanted; absent means all. Guests of other hosts are left out. */
  readonly hosts?: readonly string[];
}

/** What one perspective shows of a network. Total: whatever is missing in a broken site is simply not drawn. */
export function buildGraph(network: Network, findings: readonly Finding[], options: GraphOptions): Graph {
  const index = indexNetwork(network);
  const labels = labelNetworks(network);
  const hosts = chosenHosts(network, options.hosts);
  const { nodes, edges } = BUILDERS[options.perspective](index, labels, hosts);
  return {
    perspective: options.perspective,
    folder: network.folder,
    nodes: withBadges(nodes, findings, index),
    edges,
    legend: labels.legend,
    counts: countFindings(findings),
  };
}

function chosenHosts({ hosts }: Network, names: readonly string[] | undefined): readonly Host[] {
  if (names === undefined) return hosts;
  const wanted = new Set(names);
  return hosts.filter(({ name }) => wanted.has(name));
}
