import { randomUUID } from 'node:crypto';
import { failure, success, type Failure, type Result } from '../failure.js';
import { observeHost, type ObservedHost } from '../observe/index.js';
import { observedDigest } from '../plan/observed-digest.js';
import { shortestWindow, unheard, type Plan, type Probe, type ProbeKind } from '../plan/index.js';
import { describeProbe } from '../present/describe-probe.js';
import type { HostSession } from '../session.js';
import type { ApplyOutcome } from './apply-outcome.js';
import { askProbes } from './ask-probes.js';
import { formatBundle } from './bundle.js';
import { Conversation } from './conversation.js';
import type { Progress } from './progress.js';
import { Transaction } from './transaction.js';
import { remainingDifferences } from './verify.js';

export interface ApplyOptions {
  readonly plan: Plan;
  /** An open session; further ones are opened by its `reconnect`. It is not closed. */
  readonly session: HostSession;
  /** `user@machine`: shown to others, and kept with the generation. */
  readonly author: string;
  /** Seconds instead of the plan's; at least what `shortestWindow` says. */
  readonly window?: number;
  /** Who is asked before the change and has to answer after it as well; default: nobody. */
  readonly probes?: readonly ProbeKind[];
  /** Insists where the plan is refused and may be forced. */
  readonly force?: boolean;
  /** Cancelling is safe at any time: before the guard is armed nothing happens, after it everything is undone. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Applies a plan as one transaction: guard first, run time only, proved over a new connection, then permanent.
 * Fails when nothing was changed: `plan-refused` and the plan's own refusals, `plan-stale`, `window-too-short`, `locked`,
 * `no-room`, `cancelled`, and the failures of a session. Everything after the guard was armed is an outcome.
 */
export async function applyPlan(options: ApplyOptions): Promise<Result<ApplyOutcome>> {
  const { plan, session, author, signal, onProgress = () => undefined } = options;
  const window = options.window ?? plan.window;
  const objection = objectionTo(plan, window, options.force ?? false);
  if (objection) return { ok: false, failure: objection };
  if (plan.steps.length === 0) return success({ kind: 'unchanged' });

  onProgress({ kind: 'checking' });
  const observed = await observeHost(session, signal ? { signal } : {});
  if (!observed.ok) return observed;
  if (isThere(plan, observed.value)) return success({ kind: 'unchanged' });
  if (observedDigest(observed.value) !== plan.observedDigest) {
    return failure(
      'plan-stale',
      `${plan.host} has changed since the plan was made.`,
      'Make a new plan and look at it again.',
    );
  }
  if (signal?.aborted)
    return failure('cancelled', 'Cancelled before anything was changed.', 'Nothing to do.');
  const answering = await answeringBefore(options);
  if (!answering.ok) return answering;

  const token = randomUUID();
  const hear = (progress: Progress): void => transaction.hear(progress);
  const conversation = new Conversation(token, plan.steps.length, hear, signal);
  const transaction = new Transaction(
    plan,
    session,
    conversation,
    window,
    onProgress,
    signal,
    observed.value,
    answering.value,
  );
  const bundle = formatBundle(plan, { token, author, at: new Date().toISOString(), window });
  return transaction.end(await conversation.arm(session, bundle));
}

/**
 * A rollout that stopped half-way is gone through again from the same file. What somebody has changed on the host since is no
 * part of the plan.
 */
function isThere(plan: Plan, observed: ObservedHost): boolean {
  if (observed.record?.planDigest !== plan.digest || observed.pending) return false;
  const guestNics = plan.steps.filter(({ kind }) => kind === 'guest-interface').map(({ name }) => name);
  // Some of them wait for the guest's next power cycle.
  return remainingDifferences(plan, observed, new Set(guestNics)).length === 0;
}

/** Of those that were asked for: who answers before anything is changed. Says who does not, because they do not count. */
async function answeringBefore({
  plan,
  session,
  probes: kinds = [],
  signal,
  onProgress,
}: ApplyOptions): Promise<Result<readonly Probe[]>> {
  if (kinds.length === 0) return success([]);
  const probes = (plan.probes ?? []).filter(({ kind }) => kinds.includes(kind));
  const asked = await askProbes(session, probes, signal ? { signal } : {});
  if (!asked.ok) return asked;
  const { value: answering = [] } = asked;
  const silent = probes.filter((probe) => !answering.includes(probe)).map(describeProbe);
  const uncounted =
    probes.length === 0
      ? `the plan knows nobody to ask (${kinds.join(', ')})`
      : asked.value === undefined
        ? 'nothing is counted, because the host has no ping (iputils)'
        : silent.length > 0
          ? `${silent.join(', ')} did not answer before either: not counted`
          : undefined;
  onProgress?.({
    kind: 'probed',
    answering: answering.length,
    ...(uncounted !== undefined && { uncounted }),
  });
  return success(answering);
}

function objectionTo(plan: Plan, window: number, force: boolean): Failure | undefined {
  const refusal = plan.refusals.find(({ forceable }) => !(force && forceable));
  if (refusal) return refusal;
  const least = shortestWindow(plan);
  if (window >= least) return undefined;
  const silence = unheard(plan);
  const reason =
    silence > 0
      ? `: nothing is heard of it for about ${silence} s meanwhile${plan.management.silence === undefined ? '' : ' (spanning tree, 802.3ad, DHCP)'}`
      : '';
  return {
    code: 'window-too-short',
    message: `A window of ${window} s is too short: ${plan.host} needs at least ${least} s to be changed and proved${reason}.`,
    nextStep: `Leave it to the plan, which asks for ${plan.window} s, or give at least ${least} s (--window, kvmnet.deploy.window).`,
  };
}
