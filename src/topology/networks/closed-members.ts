import { groupBy } from '../group-by.js';
import type { GraphPart } from '../graph-part.js';
import type { GraphEdge, GraphNode } from '../graph.js';
import type { NetworkLabels } from '../network-labels.js';
import type { LaneMember } from './lanes.js';

/** Per network one box with how many there are, and one edge to it: what a closed frame shows in its row. */
export function membersOfClosed(
  frame: string,
  members: readonly LaneMember[],
  labels: NetworkLabels,
): GraphPart {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  for (const [lane, own] of groupBy(members, (member) => member.lane)) {
    const mark = labels.ofNetwork(lane) ?? labels.ofLane(lane);
    const id = `${frame}/closed/${lane}`;
    const text = describe(own);
    nodes.push({
      id,
      kind: 'member',
      frame,
      label: text,
      sublabels: [],
      marks: mark ? [mark] : [],
      details: [{ name: 'kind', value: 'connected to this network' }],
    });
    const tone = mark?.tone ?? 'none';
    edges.push({ id: `${lane}>${id}`, kind: 'member', source: lane, target: id, tone, label: text });
  }
  return { nodes, edges };
}

/** `bond0.11`, `12 guests`, `tenant · 12 guests`, `40 devices · 300 guests` */
function describe(members: readonly LaneMember[]): string {
  const devices = members.filter(({ kind }) => kind === 'host');
  const guests = new Set(members.flatMap(({ kind, name }) => (kind === 'guest' ? [name] : []))).size;
  const [only, ...more] = devices;
  return [
    ...(only ? [more.length === 0 ? only.name : `${devices.length.toLocaleString('en')} devices`] : []),
    ...(guests > 0 ? [`${guests.toLocaleString('en')} guest${guests === 1 ? '' : 's'}`] : []),
  ].join(' · ');
}
