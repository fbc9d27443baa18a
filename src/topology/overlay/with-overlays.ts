import type { Graph, GraphEdge, GraphNode } from '../graph.js';
import { layoutGraph } from '../layout/layout-graph.js';
import type { Picture } from '../picture.js';
import type { Ghost, Overlay, OverlayMark } from './overlay.js';

/** Nodes with the marks of the elements that they stand for. Nodes without any stay the same objects. */
export function graphWithOverlays(graph: Graph, overlays: readonly Overlay[]): Graph {
  if (overlays.length === 0) return graph;
  const nodes = graph.nodes.map((node) => {
    const marks = marksOf(node, overlays);
    return marks.length === 0 ? node : { ...node, overlay: marks };
  });
  if (graph.perspective !== 'devices') return { ...graph, nodes };
  const present = new Map(nodes.map((node) => [node.id, node]));
  const ghosts = overlays
    .flatMap((overlay) => overlay.ghosts ?? [])
    .filter(({ id, frame }) => !present.has(id) && isOpenFrame(present.get(frame)));
  if (ghosts.length === 0) return { ...graph, nodes };
  return {
    ...graph,
    nodes: [...nodes, ...ghosts.map(ghostNode)],
    edges: [...graph.edges, ...ghosts.flatMap((ghost) => ghostEdge(ghost, present))],
  };
}

/**
 * A picture with marks. Marks move nothing; what is only on the host takes a free place, and everything else stays.
 *
 * @param previous the marked picture that is shown now
 */
export function pictureWithOverlays(
  picture: Picture,
  overlays: readonly Overlay[],
  previous: Picture = picture,
): Picture {
  const graph = graphWithOverlays(picture.graph, overlays);
  if (graph.nodes.length === picture.graph.nodes.length) return { graph, layout: picture.layout };
  return { graph, layout: layoutGraph(graph, previous) };
}

const isOpenFrame = (frame: GraphNode | undefined): boolean =>
  frame !== undefined && frame.folding !== 'closed';

function marksOf(node: GraphNode, overlays: readonly Overlay[]): readonly OverlayMark[] {
  const { id, kind, stands } = node;
  // A bridge stands for libvirt's name of it as well; what is said of both is said once.
  const ids = kind === 'command' ? [] : [id, ...(stands ?? [])];
  const found = overlays.flatMap(({ marks }) =>
    ids.flatMap((element) => (Object.hasOwn(marks, element) ? (marks[element] ?? []) : [])),
  );
  const seen = new Set<string>();
  return [...found, ...marksOfHidden(node, overlays)].filter(({ sign, text }) => {
    const key = `${sign} ${text}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A closed host says how many of its devices have each of the signs that ask for attention. */
function marksOfHidden({ id, folding }: GraphNode, overlays: readonly Overlay[]): readonly OverlayMark[] {
  if (folding !== 'closed') return [];
  const counts = new Map<OverlayMark['sign'], number>();
  for (const { marks } of overlays) {
    for (const [element, own] of Object.entries(marks)) {
      if (!element.startsWith(`${id}/`)) continue;
      for (const sign of new Set(own.map((mark) => mark.sign))) counts.set(sign, (counts.get(sign) ?? 0) + 1);
    }
  }
  return [...counts].flatMap(([sign, count]) => (QUIET.has(sign) ? [] : [{ sign, text: String(count) }]));
}

const QUIET: ReadonlySet<OverlayMark['sign']> = new Set(['in-sync', 'up', 'active', 'standby', 'fact']);

const ghostNode = ({ id, kind, frame, label, marks }: Ghost): GraphNode => ({
  id,
  kind,
  frame,
  label,
  sublabels: ['no longer in the text'],
  marks: [],
  ghost: true,
  overlay: marks,
  details: [{ name: 'kind', value: 'still on the host, no longer in the text' }],
});

function ghostEdge({ id, kind, on }: Ghost, present: ReadonlyMap<string, GraphNode>): readonly GraphEdge[] {
  if (on === undefined || !present.has(on)) return [];
  const edgeKind = kind === 'vlan' ? 'vlan' : 'port';
  return [{ id: `${on}>${id}`, kind: edgeKind, source: on, target: id, tone: 'none', ghost: true }];
}
