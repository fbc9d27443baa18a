import { indexNetwork } from '../model/index.js';
import type { Finding, Host, Network, NetworkIndex } from '../model/index.js';
import { countFindings, withBadges } from './badges.js';
import type { BadgeMemory } from './badges.js';
import { COMMANDS } from './commands/build-commands.js';
import { DEVICES } from './devices/build-devices.js';
import { filterGraph } from './filter/filter-graph.js';
import { hostsOfFilter, isEmptyFilter, networksOfFilter } from './filter/graph-filter.js';
import type { GraphFilter } from './filter/graph-filter.js';
import { groupFrame } from './folding/closed-frame.js';
import { foldFrames } from './folding/fold-frames.js';
import type { FoldedSite } from './folding/fold-frames.js';
import type { Folding } from './folding/folding.js';
import { siteFrames } from './folding/site-frames.js';
import type { SiteFrame } from './folding/site-frames.js';
import { createPartMemory, joinParts } from './graph-part.js';
import type { GraphPart, PartMemory } from './graph-part.js';
import type { Graph, Perspective } from './graph.js';
import { labelNetworks } from './network-labels.js';
import { lanesOfFrame, virtualLaneId } from './networks/lanes.js';
import { NETWORKS } from './networks/build-networks.js';
import { NO_PART } from './perspective-builder.js';
import type { PerspectiveBuilder, PerspectiveContext } from './perspective-builder.js';

const BUILDERS: Readonly<Record<Perspective, PerspectiveBuilder>> = {
  networks: NETWORKS,
  devices: DEVICES,
  commands: COMMANDS,
};

export interface GraphOptions {
  readonly perspective: Perspective;
  /** Names of the hosts wanted; absent means all. Guests of other hosts are left out. */
  readonly hosts?: readonly string[];
  /** What a person wants to see; absent: everything. */
  readonly filter?: GraphFilter;
  /** What a person opened and closed; absent: nothing is closed, however large the site is. */
  readonly folding?: Folding;
  /** Of the network, where the caller has one. */
  readonly index?: NetworkIndex;
  /** What was made for the same site, perspective and hosts before: what did not change is taken from there. */
  readonly memory?: GraphMemory;
}

/** Belongs to whoever shows one perspective of one site over time; changes with every graph that is built. */
export interface GraphMemory {
  readonly parts: PartMemory;
  readonly badges: BadgeMemory;
  /** Whether frames started closed. */
  startsClosed?: boolean;
}

export const createGraphMemory = (): GraphMemory => ({ parts: createPartMemory(), badges: new WeakMap() });

/** What one perspective shows of a network. Total: whatever is missing in a broken site is simply not drawn. */
export function buildGraph(network: Network, findings: readonly Finding[], options: GraphOptions): Graph {
  const { perspective, folding, memory = createGraphMemory() } = options;
  const index = options.index ?? indexNetwork(network);
  const labels = labelNetworks(network);
  const { filter = {} } = options;
  const hosts = chosenHosts(network, options.hosts ?? hostsOfFilter(network, filter));
  const frames = siteFrames(index, hosts).filter(({ kind }) => kind === 'host' || perspective !== 'commands');
  const folded = foldFrames(frames, folding, memory.startsClosed);
  const hasLane = lanesShown(frames, hosts, index);
  const context: PerspectiveContext = { index, labels, hosts, hasLane };
  const { nodes, edges } = joinParts(
    partsOf(BUILDERS[perspective], frames, folded, context, options, memory),
  );
  memory.parts.forgetUnused();
  memory.startsClosed = folded.startsClosed;
  const graph: Graph = {
    perspective,
    folder: network.folder,
    nodes: withBadges(nodes, findings, index, boxOfHidden(frames, folded, index), memory.badges),
    edges,
    ...(folded.startsClosed && { startsClosed: true }),
    legend: labels.legend.filter(({ id, name }) => hasLane(id ?? virtualLaneId(name))),
    counts: countFindings(findings),
  };
  return isEmptyFilter(filter)
    ? graph
    : filterGraph(graph, networksOfFilter(network, filter), filter.hidden ?? []);
}

/** Of all hosts every network is shown, used or not; of chosen ones those that something of theirs is in. */
function lanesShown(
  frames: readonly SiteFrame[],
  hosts: readonly Host[],
  index: NetworkIndex,
): (id: string) => boolean {
  if (hosts.length === index.network.hosts.length) return () => true;
  const lanes = new Set(frames.flatMap((frame) => lanesOfFrame(frame, index)).map(({ lane }) => lane));
  return (id) => lanes.has(id);
}

function partsOf(
  builder: PerspectiveBuilder,
  frames: readonly SiteFrame[],
  folded: FoldedSite,
  context: PerspectiveContext,
  { folding }: GraphOptions,
  { parts }: GraphMemory,
): readonly GraphPart[] {
  const partOf = (frame: SiteFrame, group?: string): GraphPart => {
    const isOpen = folded.isOpen(frame.id);
    const inputs = [context.labels.key, isOpen, group, folding === undefined, ...inputsOf(frame)];
    return parts.part(frame.id, inputs, () => {
      const part = isOpen ? builder.open(frame, context) : builder.closed(frame, context);
      return folding ? foldable(part, frame.id, isOpen, group) : part;
    });
  };
  const beside = builder.beside(context);
  if (!folded.groups) return [beside, ...frames.map((frame) => partOf(frame))];
  const grouped = folded.groups.flatMap((group): readonly GraphPart[] => {
    const isOpen = folded.isOpen(group.id);
    const inputs = [context.labels.key, isOpen, ...group.frames.flatMap(inputsOf)];
    const own = parts.part(group.id, inputs, () => {
      const box = groupFrame(group, isOpen);
      const members = isOpen ? NO_PART : builder.closedGroup(box.id, group.frames, context);
      return { nodes: [box, ...members.nodes], edges: members.edges };
    });
    return isOpen ? [own, ...group.frames.map((frame) => partOf(frame, group.id))] : [own];
  });
  return [beside, ...grouped];
}

/** What a part is made of, beside the labels of networks: whatever of it changes is another object then. */
const inputsOf = (frame: SiteFrame): readonly unknown[] => {
  switch (frame.kind) {
    case 'host':
      return [frame.host, frame.pools.join(', '), ...frame.guests];
    case 'pool':
      return [frame.pool, ...frame.hosts, ...frame.guests];
    case 'unplaced':
      return frame.guests;
  }
};

/** The frame as one that can be opened and closed, in the group that it stands in. */
function foldable(part: GraphPart, id: string, isOpen: boolean, group: string | undefined): GraphPart {
  return {
    ...part,
    nodes: part.nodes.map((node) => {
      if (node.id !== id) return node;
      const placed = group === undefined ? node : { ...node, frame: group };
      return { ...placed, folding: isOpen ? ('open' as const) : ('closed' as const) };
    }),
  };
}

/** The closed box that an element is hidden in, if it is. */
function boxOfHidden(
  frames: readonly SiteFrame[],
  { isOpen, groups }: FoldedSite,
  index: NetworkIndex,
): (element: string) => string | undefined {
  const groupOf = new Map(
    groups?.flatMap((group) => (isOpen(group.id) ? [] : group.frames.map((frame) => [frame.id, group.id]))),
  );
  const known = new Set(frames.map(({ id }) => id));
  return (element) => {
    const [kind = '', name = ''] = element.split('/');
    const owner = `${kind}/${name}`;
    const guest = kind === 'guest' ? index.guest(owner) : undefined;
    const place = guest?.placement.kind === 'pool' ? guest.placement.pool : guest?.placement.host;
    const frame = guest ? (place !== undefined && known.has(place) ? place : 'unplaced') : owner;
    if (!known.has(frame)) return undefined;
    return groupOf.get(frame) ?? (isOpen(frame) ? undefined : frame);
  };
}

function chosenHosts({ hosts }: Network, names: readonly string[] | undefined): readonly Host[] {
  if (names === undefined) return hosts;
  const wanted = new Set(names);
  return hosts.filter(({ name }) => wanted.has(name));
}
