import { isBlock, UNPLACED_ID } from './graph.js';
import type { Graph, GraphNode } from './graph.js';

/**
 * While a file cannot be read, what it declared before stays in the picture, marked as stale, instead of vanishing with
 * every half-typed word.
 *
 * @param broken URIs of the files with syntax errors
 */
export function keepLastGood(before: Graph, now: Graph, broken: readonly string[]): Graph {
  if (broken.length === 0 || before.perspective !== now.perspective || before.folder !== now.folder)
    return now;
  const unreadable = new Set(broken);
  const displaced = displacedGuests(before, now);
  const current = now.nodes.filter(
    ({ id, frame }) => !displaced.has(id) && (frame === undefined || !displaced.has(frame)),
  );
  const present = new Map(current.map((node) => [node.id, node]));
  const isKept = (node: GraphNode): boolean =>
    !present.has(node.id) &&
    ((node.origin !== undefined && unreadable.has(node.origin.uri)) ||
      displaced.has(node.id) ||
      displaced.has(node.frame ?? ''));
  const kept = new Map(before.nodes.filter(isKept).map((node) => [node.id, node]));
  if (kept.size === 0) return now;
  // Guests that were hidden in a frame that is kept are not homeless either.
  const keepsFrames = [...kept.values()].some(isBlock);
  const hadHomeless = before.nodes.some(({ id }) => id === UNPLACED_ID);
  const isNews = ({ id, frame }: GraphNode): boolean =>
    keepsFrames && !hadHomeless && (id === UNPLACED_ID || frame === UNPLACED_ID);
  // Whatever stands in a frame that is gone for another reason cannot stay.
  const stays = ({ frame }: GraphNode): boolean => {
    if (frame === undefined || present.has(frame)) return true;
    const around = kept.get(frame);
    return around !== undefined && stays(around);
  };
  const nodes = mergeInOrder(
    before.nodes
      .filter((node) => kept.has(node.id) && stays(node))
      .map((node) => (node.stale ? node : { ...node, stale: true as const })),
    current.filter(
      (node) =>
        !isNews(node) &&
        (node.id !== UNPLACED_ID ||
          node.folding === 'closed' ||
          current.some(({ frame }) => frame === UNPLACED_ID)),
    ),
    before.nodes,
  );
  const ids = new Set(nodes.map(({ id }) => id));
  const edgeIds = new Set(now.edges.map(({ id }) => id));
  const touchesKept = (id: string): boolean => kept.has(id);
  const edges = before.edges.filter(
    ({ id, source, target }) =>
      !edgeIds.has(id) && ids.has(source) && ids.has(target) && (touchesKept(source) || touchesKept(target)),
  );
  const texts = new Set(now.legend.map(({ text }) => text));
  const legend = before.legend.filter(
    ({ text, origin }) => !texts.has(text) && origin !== undefined && unreadable.has(origin.uri),
  );
  return {
    ...now,
    nodes,
    edges: [...now.edges, ...edges.map((edge) => (edge.stale ? edge : { ...edge, stale: true as const }))],
    legend: legend.length > 0 ? [...now.legend, ...legend] : now.legend,
  };
}

/** Guests that have no host now only because the file with their host cannot be read. */
function displacedGuests(before: Graph, now: Graph): ReadonlySet<string> {
  const homeless = new Set(now.nodes.flatMap(({ id, frame }) => (frame === UNPLACED_ID ? [id] : [])));
  return new Set(
    before.nodes.flatMap(({ id, frame }) =>
      homeless.has(id) && frame !== undefined && frame !== UNPLACED_ID ? [id] : [],
    ),
  );
}

/** Kept nodes go back behind the node that they stood behind. */
function mergeInOrder(
  kept: readonly GraphNode[],
  now: readonly GraphNode[],
  before: readonly GraphNode[],
): readonly GraphNode[] {
  const present = new Set(now.map(({ id }) => id));
  const byId = new Map(kept.map((node) => [node.id, node]));
  const following = new Map<string, GraphNode[]>();
  let anchor = '';
  for (const { id } of before) {
    const node = byId.get(id);
    if (node) following.set(anchor, [...(following.get(anchor) ?? []), node]);
    else if (present.has(id)) anchor = id;
  }
  return [...(following.get('') ?? []), ...now.flatMap((node) => [node, ...(following.get(node.id) ?? [])])];
}
