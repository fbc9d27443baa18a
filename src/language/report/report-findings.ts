import {
  compareOrigins,
  type ElementId,
  type Finding,
  type Severity,
  visibleText,
} from '../../model/index.js';
import type { Suppression } from '../declarations/suppression.js';

/** How severe a code is for this person; `off` hides it. Errors stay errors: what they are about cannot be deployed. */
export type SeverityOverrides = Readonly<Record<string, Severity | 'off'>>;

export interface ReportSettings {
  readonly severities?: SeverityOverrides;
}

/**
 * What a person gets to see: each fault once, with the severity that was chosen, without what a comment silences, in the
 * order of the text.
 */
export function reportFindings(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  { severities = {} }: ReportSettings = {},
): readonly Finding[] {
  const silenced = new Set(suppressions.map(({ code, line, origin }) => placeKey(code, origin.uri, line)));
  const chosen = findings.flatMap((finding) => {
    const severity = Object.hasOwn(severities, finding.code) ? severities[finding.code] : undefined;
    if (severity === undefined || finding.severity === 'error') return [finding];
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
  const heard = chosen.filter(
    ({ code, severity, origin }) =>
      severity === 'error' || !silenced.has(placeKey(code, origin.uri, origin.range.start.line)),
  );
  return mergeRepeated(heard)
    .map(readable)
    .sort((a, b) => compareOrigins(a.origin, b.origin) || compareText(a.code, b.code));
}

/** Names may hold what a terminal obeys, or what turns the direction of text: such a character is shown as one. */
function readable(finding: Finding): Finding {
  const { message, related, fixes } = finding;
  const texts = [
    message,
    ...(related ?? []).map((each) => each.message),
    ...(fixes ?? []).map(({ title }) => title),
  ];
  if (texts.every((text) => visibleText(text) === text)) return finding;
  return {
    ...finding,
    message: visibleText(message),
    ...(related && { related: related.map((each) => ({ ...each, message: visibleText(each.message) })) }),
    ...(fixes && { fixes: fixes.map((fix) => ({ ...fix, title: visibleText(fix.title) })) }),
  };
}

/** By what a comment and the finding that it silences are matched. */
export const placeKey = (code: string, uri: string, line: number): string => `${code} ${line} ${uri}`;
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function originKey({ code, origin: { uri, range } }: Finding): string {
  const { start, end } = range;
  return `${code} ${start.line}:${start.character}-${end.line}:${end.character} ${uri}`;
}

/** A fault of a profile, or of a file that several sites import, is found once for each that uses it. */
function mergeRepeated(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = originKey(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap((group) => (group.length === 1 ? group : mergeGroup(group)));
}

function mergeGroup(group: readonly Finding[]): readonly Finding[] {
  const distinct = [...new Map(group.map((finding) => [finding.message, finding])).values()];
  const [first, ...others] = group;
  const hosts = group.map(hostOf);
  const differ = new Set(hosts).size === group.length && hosts.every((host) => host !== undefined);
  if (!first || !differ) return distinct;
  const subjects = [...new Set(group.flatMap((finding) => finding.subjects ?? []))];
  return [
    {
      ...first,
      message: `${first.message} ${alsoOn(others.flatMap((other) => hostOf(other) ?? []))}`,
      subjects,
    },
  ];
}

const MAX_NAMED = 5;

function alsoOn(hosts: readonly string[]): string {
  const named = hosts.slice(0, MAX_NAMED).join(', ');
  const more = hosts.length - MAX_NAMED;
  return more > 0 ? `The same on ${named} and ${more} more hosts.` : `The same on ${named}.`;
}

/** Name of the host that the finding is about, when it is one. */
function hostOf({ subjects = [] }: Finding): string | undefined {
  const hosts = new Set(subjects.flatMap((subject) => hostIn(subject) ?? []));
  const [only] = hosts;
  return hosts.size === 1 ? only : undefined;
}

function hostIn(id: ElementId): string | undefined {
  const name = /^host\/([^/]+)/.exec(id)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}
