import type { Hint } from './hint.js';

/** A hint, and what the hosts that it is about have where they differ. */
export interface FoldedHint extends Hint {
  readonly byHost?: readonly (readonly [host: string, label: string])[];
}

/**
 * The hints of several hosts at the words of one profile, each word once: what all have in common is shown as it is, else
 * what is true of all.
 */
export function foldHosts(
  hosts: readonly (readonly [name: string, hints: readonly Hint[]])[],
): readonly FoldedHint[] {
  const groups = new Map<string, { readonly first: Hint; readonly said: [host: string, label: string][] }>();
  for (const [host, hints] of hosts)
    for (const hint of hints) {
      const { start } = hint.at.range;
      const key = `${start.line}:${start.character}:${hint.kind}:${hint.slot ?? ''}`;
      const group = groups.get(key);
      if (group) group.said.push([host, hint.label]);
      else groups.set(key, { first: hint, said: [[host, hint.label]] });
    }
  return [...groups.values()].map(({ first, said }) => foldOf(first, said));
}

/** How many labels are shown beside each other. */
const MOST = 2;

function foldOf(first: Hint, said: readonly (readonly [string, string])[]): FoldedHint {
  const labels = [...new Set(said.map(([, label]) => label))];
  if (labels.length === 1) return first;
  const { kind, at, slot, general, why, source } = first;
  const label =
    general ?? (labels.length <= MOST ? labels.join(' or ') : `${labels.slice(0, MOST).join(', ')}, …`);
  return {
    kind,
    at,
    label,
    why,
    byHost: said,
    ...(slot !== undefined && { slot }),
    ...(source && { source }),
  };
}
