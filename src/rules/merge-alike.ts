import { type Finding, sameOrigin } from '../model/index.js';
import { listText } from './wording.js';

/** A finding, and the host that it is about when it comes from a check of one host. */
export interface Found {
  readonly finding: Finding;
  readonly host?: string;
  /** It comes from claims: one mistake, such as a number given twice, makes many of them at one place. */
  readonly claimed?: true;
}

const MOST_NAMED = 3;

/**
 * A mistake in a profile is found once for each host that has the shape. It is said once, at its one place, with the
 * first host's numbers and the names of the others. Takes and gives the order of the text.
 */
export function mergeAlike(found: readonly Found[]): Finding[] {
  const merged: Finding[] = [];
  for (let start = 0; start < found.length;) {
    const first = found[start];
    if (!first) break;
    let end = start + 1;
    while (end < found.length && isAlike(first.finding, found[end]?.finding)) end++;
    merged.push(...mergeGroup(found.slice(start, end)));
    start = end;
  }
  return merged;
}

const isAlike = (a: Finding, b: Finding | undefined): boolean =>
  b?.code === a.code && sameOrigin(a.origin, b.origin);

function mergeGroup(group: readonly Found[]): readonly Finding[] {
  const first = group[0];
  if (!first || group.length === 1) return group.map(({ finding }) => finding);
  const firstHost = first.host;
  if (firstHost === undefined)
    return first.claimed ? [mergeClaims(first.finding, group)] : group.map(({ finding }) => finding);
  const own = group.filter(({ host }) => host === firstHost).map(({ finding }) => finding);
  const rest = group.filter(({ host }) => host !== firstHost);
  const others = [...new Set(rest.map(({ host }) => host ?? ''))];
  if (others.length === 0) return own;
  const remark =
    others.length > MOST_NAMED
      ? `The same holds for ${others.length} more hosts.`
      : `The same holds for ${others.length === 1 ? 'host' : 'hosts'} ${listText(others)}.`;
  return own.map((finding) => ({
    ...finding,
    message: `${finding.message} ${remark}`,
    subjects: [
      ...new Set([
        ...(finding.subjects ?? []),
        ...rest.flatMap(({ finding: { subjects } }) => subjects ?? []),
      ]),
    ],
  }));
}

function mergeClaims(first: Finding, group: readonly Found[]): Finding {
  const all = group.map(({ finding }) => finding);
  return {
    ...first,
    message: `${first.message} ${all.length === 2 ? 'One more clash follows' : `${all.length - 1} more clashes follow`} from the same place.`,
    subjects: [...new Set(all.flatMap(({ subjects }) => subjects ?? []))],
    related: all.flatMap(({ related }) => related ?? []),
  };
}
