import { isFrame } from '../graph.js';
import type { Graph, GraphNode } from '../graph.js';
import { markWords } from './draw-overlay.js';

/** One line of the picture in words, and what stands in it. */
export interface TextNode {
  readonly id: string;
  readonly text: string;
  /** It can be opened, and closed again. */
  readonly folding?: 'open' | 'closed';
  readonly children: readonly TextNode[];
}

const KIND_WORDS: Partial<Record<GraphNode['kind'], string>> = {
  outside: 'outside',
  nic: 'NIC',
  bond: 'bond',
  vlan: 'VLAN device',
  bridge: 'bridge',
  'virtual-network': 'virtual network',
  plug: 'network of the pool',
  'guest-nic': 'NIC on',
  guest: 'guest',
  group: 'group',
  host: 'host',
  pool: 'pool',
  network: 'network',
};

/** `bridge tenant, VLAN 13, network 4, 1 warning: …` */
export function speak(node: GraphNode): string {
  const kind = KIND_WORDS[node.kind];
  const numbers = node.marks.map(({ text }) => text);
  const [worst] = node.badge?.messages ?? [];
  return [
    kind === undefined ? node.label : `${kind} ${node.label}`,
    ...node.sublabels,
    ...(numbers.length > 0 ? [`network ${numbers.join(', ')}`] : []),
    ...(node.overlay ?? []).map(markWords),
    ...(node.folding === 'closed' ? ['closed'] : []),
    ...(node.derived ? ['derived'] : []),
    ...(node.stale ? ['from the last text that could be read'] : []),
    ...(worst ? [`${worst.severity}: ${worst.text}`] : []),
  ].join(', ');
}

/** The same graph as a tree: frames hold nodes, guests hold NICs. TAPs say nothing that their NIC does not. */
export function textTree(graph: Graph): readonly TextNode[] {
  const children = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.kind === 'tap') continue;
    const known = children.get(node.frame ?? '');
    if (known) known.push(node);
    else children.set(node.frame ?? '', [node]);
  }
  const build = (node: GraphNode): TextNode => ({
    id: node.id,
    text: speak(node),
    ...(node.folding && { folding: node.folding }),
    children: (children.get(node.id) ?? []).map(build),
  });
  return (children.get('') ?? []).map(build);
}

export interface GraphDescription {
  readonly title: string;
  readonly description: readonly string[];
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** What a picture is about, for whoever cannot see it: a title, and a line per frame. */
export function describeGraph(graph: Graph): GraphDescription {
  const hosts = graph.nodes.filter(({ kind }) => kind === 'host').length;
  const guests = graph.nodes.filter(({ kind }) => kind === 'guest').length;
  const frameIds = new Set(graph.nodes.filter((node) => isFrame(node)).map(({ id }) => id));
  const frames = textTree(graph).filter(({ id }) => frameIds.has(id));
  return {
    title: `KVMNet ${graph.perspective}: ${plural(hosts, 'host')}, ${plural(guests, 'guest')}`,
    description: frames.map(({ text, children }) =>
      children.length === 0 ? text : `${text}: ${children.map((child) => child.text).join('; ')}`,
    ),
  };
}
