import { contains, parseInterfaceAddress, parseIpAddress, subnetOf, visibleText } from '../../model/index.js';
import type { IpAddress, NetworkIndex } from '../../model/index.js';
import { groupFrames } from '../folding/group-frames.js';
import { siteFrames } from '../folding/site-frames.js';
import type { Graph, GraphNode } from '../graph.js';

/**
 * Ids of the nodes that a person means, in the order in which the picture is read. What is looked for may be part of a
 * name, a MAC (with colons or dashes), an address (which finds its subnet as well), or a VLAN: `vlan 13` finds every
 * device, trunk and network that 13 is in.
 */
export function matchNodes(graph: Graph, query: string): readonly string[] {
  const matches = matcherOf(query.trim());
  return matches ? graph.nodes.filter((node) => matches(node)).map(({ id }) => id) : [];
}

/** A node that is meant, and the frames around it that have to be open for it to be seen, outermost first. */
export interface Match {
  readonly id: string;
  readonly frames: readonly string[];
}

/** What is found in a picture in which every frame is open. */
export function findMatches(graph: Graph, query: string, index: NetworkIndex): readonly Match[] {
  const found = matchNodes(graph, query);
  if (found.length === 0) return [];
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const groups = groupFrames(siteFrames(index, index.network.hosts)) ?? [];
  const groupOf = new Map(groups.flatMap(({ id, frames }) => frames.map((frame) => [frame.id, id] as const)));
  return found.map((id) => {
    const frames: string[] = [];
    for (let frame = byId.get(id)?.frame; frame !== undefined; frame = byId.get(frame)?.frame) {
      if (byId.get(frame)?.kind !== 'guest') frames.unshift(frame);
    }
    const group = groupOf.get(frames[0] ?? id);
    return { id, frames: group === undefined ? frames : [group, ...frames] };
  });
}

type Matcher = (node: GraphNode) => boolean;

function matcherOf(query: string): Matcher | undefined {
  if (query === '') return undefined;
  const vlan = /^vlans?\s*(?<id>\d{1,4})$/i.exec(query)?.groups?.id;
  if (vlan !== undefined) return (node) => carriesVlan(node, Number(vlan));
  const address = parseIpAddress(query);
  if (address !== undefined) return (node) => hasAddress(node, address);
  const isMac = /^[\da-f]{2}([:-][\da-f]{1,2})+[:-]?$/i.test(query);
  const wanted = (isMac ? query.replaceAll('-', ':') : query).toLowerCase();
  const words = wanted.split(/\s+/);
  return (node) => {
    const text = textOf(node);
    return text.includes(wanted) || words.every((word) => text.includes(word));
  };
}

const textOf = ({ label, sublabels, details, overlay = [] }: GraphNode): string =>
  visibleText(
    [label, ...sublabels, ...details.map(({ value }) => value), ...overlay.map(({ text }) => text)].join(' '),
  ).toLowerCase();

/** Details that say which VLANs pass: `13`, `100-110, 300`, `VLANs 100-199`, `untagged`. */
const VLAN_DETAILS: ReadonlySet<string> = new Set([
  'VLAN',
  'VLANs',
  'trunk',
  'native VLAN',
  'untagged VLAN',
  'frames',
]);

const carriesVlan = ({ details }: GraphNode, id: number): boolean =>
  details.some(
    ({ name, value }) => VLAN_DETAILS.has(name) && rangesIn(value).some(([a, b]) => a <= id && id <= b),
  );

const rangesIn = (text: string): readonly (readonly [number, number])[] =>
  [...text.matchAll(/(\d+)(?:-(\d+))?/g)].map(([, first, last]) => [Number(first), Number(last ?? first)]);

function hasAddress(node: GraphNode, address: IpAddress): boolean {
  const values = [...node.sublabels, ...node.details.map(({ value }) => value)];
  return values.some((value) =>
    value.split(/[\s,]+/).some((word) => {
      if (word === address) return true;
      const subnet = parseInterfaceAddress(word);
      if (!subnet || subnet.prefix === 0) return false;
      // An address of a device stands for itself, a subnet for everything in it.
      const isSubnet = subnetOf(subnet).address === subnet.address;
      return subnet.address === address || (isSubnet && contains(subnet, address));
    }),
  );
}
