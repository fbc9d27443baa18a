import { type Finding, type Origin } from '../model/index.js';

const placeOf = ({ uri, range: { start, end } }: Origin): string =>
  `${start.line}:${start.character}-${end.line}:${end.character} ${uri}`;

/**
 * One mistake, such as a number given to two hosts, makes a clash in every network that both carry, all of them at one
 * place: it is said once.
 */
export function mergeClaims(findings: Iterable<Finding>): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const place = placeOf(finding.origin);
    const group = groups.get(place);
    if (group) group.push(finding);
    else groups.set(place, [finding]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    if (others.length === 0) return [first];
    const all = [first, ...others];
    const remark = others.length === 1 ? 'One more clash follows' : `${others.length} more clashes follow`;
    return [
      {
        ...first,
        message: `${first.message} ${remark} from the same place.`,
        subjects: [...new Set(all.flatMap(({ subjects }) => subjects ?? []))],
        related: all.flatMap(({ related }) => related ?? []),
      },
    ];
  });
}
