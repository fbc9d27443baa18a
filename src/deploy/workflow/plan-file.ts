import type { SshTarget } from '../../model/index.js';
import { digestOf } from '../digest.js';
import { failure, success, type Result } from '../failure.js';
import { aNumber, anObject, aString, listOf, oneOf, optional, parseJson, type Guard } from '../guard.js';
import { aPlan } from '../plan/plan-guard.js';
import type { Plan } from '../plan/index.js';
import type { Whereabouts } from './reach-host.js';

/** A plan together with where to carry it out: a file of them needs no text any more. */
export interface SavedPlan {
  readonly whereabouts: Whereabouts;
  readonly plan: Plan;
  /** What the host shares with others that must not be changed at the same time (`heartbeatGroups`). */
  readonly apart: readonly string[];
  /** Names of the hosts that it is reached through. */
  readonly behind?: readonly string[];
}

const aTarget: Guard<SshTarget> = anObject<SshTarget>({
  user: optional(aString),
  name: aString,
  port: optional(aNumber),
});

const aPlanFile = anObject<{ readonly kvmnetPlan: 1; readonly hosts: readonly SavedPlan[] }>({
  kvmnetPlan: oneOf(1),
  hosts: listOf(
    anObject<SavedPlan>({
      whereabouts: anObject<Whereabouts>({ host: aString, ssh: aTarget, via: listOf(aTarget) }),
      plan: aPlan,
      apart: listOf(aString),
      behind: optional(listOf(aString)),
    }),
  ),
});

export const writePlanFile = (hosts: readonly SavedPlan[]): string =>
  `${JSON.stringify({ kvmnetPlan: 1, hosts }, undefined, 2)}\n`;

/**
 * Reads what `writePlanFile` wrote. Fails with `plan-unreadable`, also when a plan was changed since: what was confirmed is
 * what runs.
 */
export function readPlanFile(text: string): Result<readonly SavedPlan[]> {
  const file = parseJson(text, aPlanFile);
  const intact =
    file?.hosts.every(({ plan: { digest, ...content } }) => digestOf(content) === digest) ?? false;
  if (file && intact && file.hosts.length > 0) return success(file.hosts);
  return failure(
    'plan-unreadable',
    !file
      ? 'The file holds no plan of this version of KVMNet.'
      : intact
        ? 'The file holds the plan of no host.'
        : 'The plan was changed after it was made.',
    'Make a new one with `kvmnet plan --out FILE`.',
  );
}
