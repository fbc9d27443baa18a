import type { AuditLog } from '../audit/index.js';
import { success, type Failure, type Result } from '../failure.js';
import type { ProbeKind } from '../plan/index.js';
import { applyPlan, type ApplyOutcome, type Progress } from '../transaction/index.js';
import type { SavedPlan } from '../workflow/plan-file.js';
import { reachHost, type Reach } from '../workflow/reach-host.js';
import { HANDSHAKES, sharedByMany, Turnstile } from './at-once.js';
import { rollOut } from './roll-out.js';
import type { RolloutHost, RolloutOrder } from './startable.js';

export interface ApplyPlansOptions extends RolloutOrder {
  readonly reach: Reach;
  /** `user@machine`: shown to others, and kept with the generation. */
  readonly author: string;
  /** What the audit log calls it. */
  readonly deed: 'deploy' | 'rollback';
  readonly audit?: AuditLog;
  /** Seconds instead of the plans'. */
  readonly window?: number;
  /** Who is asked before a change and has to answer after it as well; default: nobody. */
  readonly probes?: readonly ProbeKind[];
  /** Insists where a plan is refused and may be forced. */
  readonly force?: boolean;
  /** Cancelling is safe at any time: hosts under way go back and are waited for, others are not begun. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (host: string, progress: Progress) => void;
  /** A host has come to its end. */
  readonly onEnd?: (end: HostEnd) => void;
}

/** What became of one host of a rollout. Without `result` it was not begun. */
export interface HostEnd {
  readonly host: string;
  readonly result?: Result<ApplyOutcome>;
}

/** Whether the host is where its plan leads. */
export const isThere = ({ result }: HostEnd): boolean =>
  result?.ok === true && (result.value.kind === 'committed' || result.value.kind === 'unchanged');

interface Job extends RolloutHost {
  readonly saved: SavedPlan;
}

/**
 * Carries out plans on one or many hosts, each over a connection of its own: canary, then batches, and nothing further after
 * the first host that does not get there. Hosts without steps need no connection.
 * @returns one entry for each plan, in their order
 */
export async function applyPlans(
  plans: readonly SavedPlan[],
  options: ApplyPlansOptions,
): Promise<readonly HostEnd[]> {
  const { signal, onEnd = () => undefined } = options;
  sharedByMany(signal);
  const ends = new Map<SavedPlan, HostEnd>();
  const end = (saved: SavedPlan, result: Result<ApplyOutcome>): HostEnd => {
    const ended: HostEnd = { host: saved.plan.host, result };
    ends.set(saved, ended);
    onEnd(ended);
    return ended;
  };
  const jobs = plans.flatMap((saved): readonly Job[] => {
    const { plan, apart, behind = [] } = saved;
    if (plan.steps.length > 0 || plan.refusals.length > 0) return [{ host: plan.host, apart, behind, saved }];
    end(saved, success({ kind: 'unchanged' }));
    return [];
  });
  const handshakes = new Turnstile(HANDSHAKES);
  await rollOut(
    jobs,
    options,
    async ({ saved }) =>
      isThere(end(saved, await applyOne(saved, options, handshakes))) ? 'done' : 'failed',
    signal,
  );
  return plans.map((saved) => ends.get(saved) ?? { host: saved.plan.host });
}

async function applyOne(
  { plan, whereabouts }: SavedPlan,
  { reach, author, deed, audit, window, probes, force, signal, onProgress }: ApplyPlansOptions,
  handshakes: Turnstile,
): Promise<Result<ApplyOutcome>> {
  const { host, from, to, digest, steps, refusals } = plan;
  const entry = { deed, host, author, from, to, plan: digest, steps: steps.length } as const;
  const forced = force === true && refusals.length > 0;
  await audit?.append({ event: 'begun', ...entry, ...(forced && { forced }) });
  const session = await handshakes.pass(() => reachHost(whereabouts, signal ? { ...reach, signal } : reach));
  if (!session.ok) {
    await audit?.append({
      event: 'ended',
      ...entry,
      outcome: 'not-changed',
      reason: reasonOf(session.failure),
    });
    return session;
  }
  try {
    const applied = await applyPlan({
      plan,
      session: session.value,
      author,
      ...(window !== undefined && { window }),
      ...(probes && { probes }),
      ...(force !== undefined && { force }),
      ...(signal && { signal }),
      ...(onProgress && { onProgress: (progress: Progress) => onProgress(host, progress) }),
    });
    await audit?.append({ event: 'ended', ...entry, ...outcomeEntry(applied) });
    return applied;
  } finally {
    session.value.close();
  }
}

const reasonOf = ({ code, message }: Failure): string => `${code}: ${message}`;

function outcomeEntry(applied: Result<ApplyOutcome>): {
  readonly outcome: ApplyOutcome['kind'] | 'not-changed';
  readonly reason?: string;
} {
  if (!applied.ok) return { outcome: 'not-changed', reason: reasonOf(applied.failure) };
  const { value } = applied;
  const reason = value.kind === 'rolled-back' || value.kind === 'unknown' ? value.reason : undefined;
  return { outcome: value.kind, ...(reason !== undefined && { reason }) };
}
