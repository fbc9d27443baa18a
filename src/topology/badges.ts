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
  byElement: ReadonlyMap<ElementId, readonly string[]>,
  nodes: readonly GraphNode[],
  index: NetworkIndex,
): readonly string[] {
  const named = (finding.subjects ?? []).flatMap((subject) => [
    ...(byElement.get(subject) ??
      index.devicesOf(subject).flatMap((device) => byElement.get(device.id) ?? [])),
  ]);
  if (named.length > 0) return named;
  let best: GraphNode | undefined;
  for (const node of nodes) {
    if (!node.extent || !holds(node.extent, finding.origin)) continue;
    if (!best?.extent || sizeOf(node.extent) < sizeOf(best.extent)) best = node;
  }
  return best ? [best.id] : [];
}

export function withBadges(
  nodes: readonly GraphNode[],
  findings: readonly Finding[],
  index: NetworkIndex,
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
  const messages = new Map<string, BadgeMessage[]>();
  for (const finding of findings) {
    for (const id of new Set(nodesOf(finding, byElement, nodes, index))) {
      const message = { severity: finding.severity, code: finding.code, text: finding.message };
      messages.set(id, [...(messages.get(id) ?? []), message]);
    }
  }
  return nodes.map((node) => {
    const own = messages.get(node.id);
    return own ? { ...node, badge: badgeOf(own) } : node;
  });
}

function badgeOf(messages: readonly BadgeMessage[]): Badge {
  const sorted = [...messages].sort((a, b) => rank(a.severity) - rank(b.severity));
  return { severity: sorted[0]?.severity ?? 'hint', messages: sorted };
}
