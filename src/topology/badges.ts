import { comparePositions, SEVERITIES } from '../model/index.js';
import type { ElementId, Finding, NetworkIndex, Origin, Severity } from '../model/index.js';
import type { Badge, BadgeMessage, GraphNode } from './graph.js';

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

export function countFindings(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

const holds = (extent: Origin, place: Origin): boolean =>
  extent.uri === place.uri &&
  comparePositions(extent.range.start, place.range.start) <= 0 &&
  comparePositions(place.range.end, extent.range.end) <= 0;

/** Lines and columns of a range in one number: the smaller, the closer a declaration lies around a place. */
const sizeOf = ({ range: { start, end } }: Origin): number =>
  (end.line - start.line) * 10_000 + (end.character - start.character);

/**
 * Which nodes a finding is about: those of its subjects; of a subject that is not drawn (a network), the devices that
 * carry it; and where a finding names nobody, the innermost declaration around its place.
 */
function nodesOf(
  finding: Finding,
  nodesFor: (element: ElementId) => readonly string[] | undefined,
  declared: readonly GraphNode[],
  index: NetworkIndex,
): readonly string[] {
  const named = (finding.subjects ?? []).flatMap((subject) => [
    ...(nodesFor(subject) ?? index.devicesOf(subject).flatMap((device) => nodesFor(device.id) ?? [])),
  ]);
  if (named.length > 0) return named;
  let best: string | undefined;
  let least = Infinity;
  for (const { id, extent, covers = [] } of declared) {
    for (const place of extent ? [extent, ...covers] : covers) {
      if (!holds(place, finding.origin) || sizeOf(place) >= least) continue;
      [best, least] = [id, sizeOf(place)];
    }
  }
  return best === undefined ? [] : [best];
}

/** Nodes with the badge that they got the last time, by the node without one. */
export type BadgeMemory = WeakMap<GraphNode, { readonly key: string; readonly node: GraphNode }>;

/**
 * @param boxOfHidden id of the closed frame that an element is hidden in: it carries the element's badge
 * @param memory      a node whose findings say the same stays the same object
 */
export function withBadges(
  nodes: readonly GraphNode[],
  findings: readonly Finding[],
  index: NetworkIndex,
  boxOfHidden: (element: ElementId) => string | undefined,
  memory: BadgeMemory,
): readonly GraphNode[] {
  if (findings.length === 0) return nodes;
  const byElement = new Map<ElementId, string[]>();
  for (const { id, stands } of nodes) {
    for (const element of [id, ...(stands ?? [])]) {
      const known = byElement.get(element);
      if (known) known.push(id);
      else byElement.set(element, [id]);
    }
  }
  const nodesFor = (element: ElementId): readonly string[] | undefined => {
    const known = byElement.get(element);
    if (known) return known;
    const box = boxOfHidden(element);
    return box === undefined ? undefined : [box];
  };
  const declared = nodes.filter(({ extent, covers }) => extent ?? covers);
  const messages = new Map<string, BadgeMessage[]>();
  for (const finding of findings) {
    for (const id of new Set(nodesOf(finding, nodesFor, declared, index))) {
      const message = { severity: finding.severity, code: finding.code, text: finding.message };
      const own = messages.get(id);
      if (own) own.push(message);
      else messages.set(id, [message]);
    }
  }
  return nodes.map((node) => {
    const own = messages.get(node.id);
    if (!own) return node;
    const key = JSON.stringify(own);
    const known = memory.get(node);
    if (known?.key === key) return known.node;
    const badged = { ...node, badge: badgeOf(own) };
    memory.set(node, { key, node: badged });
    return badged;
  });
}

/** Nobody reads more in a tooltip; the list of problems has them all. */
const MOST_MESSAGES = 8;

function badgeOf(messages: readonly BadgeMessage[]): Badge {
  const sorted = [...messages].sort((a, b) => rank(a.severity) - rank(b.severity));
  const severity = sorted[0]?.severity ?? 'hint';
  const more = sorted.length - MOST_MESSAGES;
  return more > 0
    ? { severity, messages: sorted.slice(0, MOST_MESSAGES), more }
    : { severity, messages: sorted };
}
