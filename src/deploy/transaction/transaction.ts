import { assertNever } from '../../model/index.js';
import { failure, success, type Failure, type Result } from '../failure.js';
import { observeHost, type ObservedHost } from '../observe/index.js';
import type { Plan, Probe } from '../plan/index.js';
import type { HostSession } from '../session.js';
import type { ApplyOutcome } from './apply-outcome.js';
import { askProbes } from './ask-probes.js';
import type { Answer, Conversation } from './conversation.js';
import { Countdown } from './countdown.js';
import { describeDelay } from '../present/describe-progress.js';
import { describeProbe } from '../present/describe-probe.js';
import { lostGuestLinks } from './guest-links.js';
import { Deadline, pause } from './patience.js';
import type { Progress } from './progress.js';
import { remainingDifferences } from './verify.js';

/** As the engine's guard says it. */
const UNCONFIRMED = 'nobody confirmed the change in time';

/** Time that the commit needs before the guard may fire. Seconds. */
const MARGIN = 8;
/** Time that the guard needs to undo everything. Seconds. */
const UNDOING = 120;
/** A bundle that arrived whole before the connection broke may still be being unpacked. Milliseconds. */
const UNPACKING = 20_000;
const BETWEEN_ATTEMPTS = 2_000;
const CONNECT_TIMEOUT = 15_000;

/** Failures of a connection that may be over in a moment, while a host's addresses move. */
const PASSING: ReadonlySet<string> = new Set([
  'unreachable',
  'handshake-failed',
  'connection-lost',
  'timed-out',
]);

/**
 * From the armed guard to the end. Whatever fails here, the host ends on all of the old or all of the new configuration by
 * itself; this is about ending well, early, and about saying which.
 */
export class Transaction {
  readonly #warnings: string[] = [];
  /** NICs that running guests get or lose at their next power cycle: they are not looked at before. */
  readonly #waiting = new Set<string>();
  readonly #deadline: Deadline;
  readonly #countdown: Countdown;
  #session: HostSession;
  #attempts = 0;

  constructor(
    private readonly plan: Plan,
    private readonly first: HostSession,
    private readonly conversation: Conversation,
    private readonly window: number,
    private readonly report: (progress: Progress) => void,
    private readonly signal: AbortSignal | undefined,
    /** Right before the change. */
    private readonly before: ObservedHost,
    /** Who answered then, and shall answer after the change. */
    private readonly answering: readonly Probe[] = [],
  ) {
    this.#session = first;
    this.#deadline = new Deadline(window);
    this.#countdown = new Countdown(this.#deadline, (secondsLeft) =>
      report({ kind: 'countdown', secondsLeft }),
    );
  }

  /** What the host says. */
  hear(progress: Progress): void {
    switch (progress.kind) {
      case 'countdown':
        this.#countdown.hostSays(progress.secondsLeft);
        return;
      case 'armed':
        this.#countdown.start();
        break;
      // From here on it is not the window that ends it.
      case 'committing':
      case 'rolling-back':
        this.#countdown.stop();
        break;
      case 'warning':
        this.#warnings.push(progress.text);
        break;
      case 'later':
        if (!this.#waiting.has(progress.nic)) this.#warnings.push(describeDelay(progress));
        this.#waiting.add(progress.nic);
        break;
      case 'checking':
      case 'probed':
      case 'step':
      case 'applied':
      case 'proving':
      case 'verifying':
      case 'probing':
        break;
      default:
        assertNever(progress);
    }
    this.report(progress);
  }

  /** `armed` is what the arming came to. Later connections are closed, the first one is the caller's. */
  async end(armed: Answer): Promise<Result<ApplyOutcome>> {
    try {
      return await this.#end(armed);
    } finally {
      this.#countdown.stop();
      if (this.#session !== this.first) this.#session.close();
    }
  }

  async #end(armed: Answer): Promise<Result<ApplyOutcome>> {
    const applied = armed.rest === 'lost' ? await this.#resume() : armed;
    if (applied.rest === 'applied') return success(await this.#prove());
    // Said over a later connection: the host could not prepare itself while the first one was broken.
    if (applied.rest === 'refused') return { ok: false, failure: refusalOf(applied, this.plan.host) };
    if (applied.rest === 'gone') {
      return failure(
        'connection-lost',
        `The connection to ${this.plan.host} broke before the change had begun.`,
        `Nothing was changed. Try again in a minute: should the host have got the change after all, it undoes it by itself within ${this.window} s.`,
      );
    }
    return success(this.#outcomeOf(await this.#withLog(applied, this.#session)));
  }

  /** The connection broke while the change was being applied: the host goes on, and is asked how far it is. */
  async #resume(): Promise<Answer> {
    const start = Date.now();
    while (this.#deadline.secondsLeft > 0 && !this.#cancelled()) {
      const session = await this.#connectAnew();
      if (session.ok) {
        const answer = await this.conversation.follow(session.value, true);
        const unpacking = answer.rest === 'gone' && Date.now() - start < UNPACKING;
        if (answer.rest !== 'lost' && !unpacking) return answer;
      }
      await pause(BETWEEN_ATTEMPTS, this.signal);
    }
    return this.#rollBack(
      this.#cancelled() ? 'cancelled' : 'the host could not be reached during the change',
    );
  }

  /** Only a new connection from outside, to the address after the change, proves that the host can be reached. */
  async #prove(): Promise<ApplyOutcome> {
    let missing: string | undefined;
    while (this.#provingLeft() > 0 && !this.#cancelled()) {
      const session = await this.#connectAnew(this.#provingLeft());
      let found: string;
      if (session.ok) {
        const limits = {
          timeout: milliseconds(this.#provingLeft()),
          ...(this.signal && { signal: this.signal }),
        };
        const observed = await observeHost(session.value, limits);
        if (this.#cancelled()) break;
        // It was restarted, say: it has undone everything, and nothing is left to be confirmed.
        if (observed.ok && observed.value.last?.token === this.conversation.token)
          return this.#outcomeOf(await this.#learnOutcome());
        const differences = this.#differences(observed);
        const silent = differences.length === 0 ? await this.#silent(session.value) : [];
        // The last moment: what is to be kept is not undone any more.
        if (this.#cancelled()) break;
        if (differences.length + silent.length === 0) return this.#commit(session.value);
        found =
          silent.length > 0 ? silent.join('; ') : `the host differs from the plan: ${differences.join('; ')}`;
      } else {
        found = `no new connection could be made to the host${this.#where()}: ${session.failure.message}`;
      }
      // An attempt that the end of the window cut short knows less than the one before it.
      if (missing === undefined || this.#provingLeft() > 0) missing = found;
      if (!session.ok && !PASSING.has(session.failure.code)) break;
      await pause(BETWEEN_ATTEMPTS, this.signal);
    }
    missing ??= 'no new connection could be made to the host';
    const answer = await this.#rollBack(this.#cancelled() ? 'cancelled' : missing);
    // The guard was quicker, and knows nothing but that.
    const why = answer.detail.startsWith(UNCONFIRMED) ? `${answer.detail}: ${missing}` : answer.detail;
    return this.#outcomeOf({ ...answer, detail: why });
  }

  #differences(observed: Result<ObservedHost>): readonly string[] {
    const differences = observed.ok
      ? [
          ...remainingDifferences(this.plan, observed.value, this.#waiting),
          ...lostGuestLinks(this.before, observed.value, this.plan),
        ]
      : [`it could not be observed (${observed.failure.message})`];
    this.report({ kind: 'verifying', differences });
    return differences;
  }

  /** Asked last, once the host is as planned. */
  async #silent(session: HostSession): Promise<readonly string[]> {
    if (this.answering.length === 0) return [];
    const asked = await askProbes(session, this.answering, {
      timeout: milliseconds(this.#provingLeft()),
      ...(this.signal && { signal: this.signal }),
    });
    if (this.#cancelled()) return [];
    const answers = new Set(asked.ok ? asked.value : []);
    const silent = asked.ok
      ? this.answering
          .filter((probe) => !answers.has(probe))
          .map((probe) => `${describeProbe(probe)} does not answer any more`)
      : [`it could not be asked who still answers (${asked.failure.message})`];
    this.report({ kind: 'probing', silent });
    return silent;
  }

  async #commit(session: HostSession): Promise<ApplyOutcome> {
    this.report({ kind: 'committing' });
    const answer = await this.conversation.commit(session);
    return this.#outcomeOf(answer.rest === 'lost' ? await this.#learnOutcome() : answer);
  }

  /** Over any connection that still works; else the host does it by itself when its guard fires. */
  async #rollBack(reason: string): Promise<Answer> {
    this.report({ kind: 'rolling-back', reason });
    for (const session of new Set([this.#session, this.first])) {
      const answer = await this.conversation.cancel(session, reason);
      if (answer.rest !== 'lost' && answer.rest !== 'gone') return this.#withLog(answer, session);
    }
    return this.#learnOutcome((session) => this.conversation.cancel(session, reason));
  }

  /** What the host did, line by line, lies there when all is undone; whoever listened to the end has not heard it. */
  async #withLog(answer: Answer, session: HostSession): Promise<Answer> {
    if (answer.log !== '' || (answer.rest !== 'rolled-back' && answer.rest !== 'undone-in-part'))
      return answer;
    const { log } = await this.conversation.follow(session);
    return { ...answer, log };
  }

  /**
   * Asks the host what became of it, at the old address and at the new one, until its guard must have finished.
   * @param ask may ask for an end as well
   */
  async #learnOutcome(
    ask = (session: HostSession): Promise<Answer> => this.conversation.follow(session),
  ): Promise<Answer> {
    this.#countdown.start();
    const addresses =
      this.plan.management.proveAt === undefined ? [undefined] : [undefined, this.plan.management.proveAt];
    while (this.#deadline.secondsLeft > -UNDOING) {
      for (const address of addresses) {
        const session = await this.first.reconnect({
          timeout: CONNECT_TIMEOUT,
          signal: AbortSignal.timeout(milliseconds(this.#deadline.secondsLeft + UNDOING)),
          ...(address !== undefined && { address }),
        });
        if (!session.ok) continue;
        const answer = await ask(session.value);
        session.value.close();
        if (answer.rest !== 'lost' && answer.rest !== 'applied') return answer;
      }
      await pause(BETWEEN_ATTEMPTS);
    }
    return { rest: 'lost', detail: '', more: '', log: '' };
  }

  async #connectAnew(secondsLeft = this.#deadline.secondsLeft): Promise<Result<HostSession>> {
    const { proveAt } = this.plan.management;
    this.report({
      kind: 'proving',
      attempt: ++this.#attempts,
      ...(proveAt !== undefined && { address: proveAt }),
    });
    // A person who is asked for a code may take longer, but not longer than the guard.
    const over = AbortSignal.timeout(milliseconds(secondsLeft));
    const session = await this.first.reconnect({
      timeout: Math.min(CONNECT_TIMEOUT, milliseconds(secondsLeft)),
      ...(proveAt !== undefined && { address: proveAt }),
      signal: AbortSignal.any([over, ...(this.signal ? [this.signal] : [])]),
    });
    if (session.ok) {
      if (this.#session !== this.first) this.#session.close();
      this.#session = session.value;
      return success(session.value);
    }
    return over.aborted && !this.#cancelled()
      ? failure('timed-out', `No new connection to ${this.plan.host} came about in time.`, 'Try again.')
      : session;
  }

  /** What is proved later could not be committed any more. Seconds; negative when it is too late. */
  #provingLeft(): number {
    return this.#deadline.secondsLeft - MARGIN;
  }

  #cancelled(): boolean {
    return this.signal?.aborted ?? false;
  }

  #where(): string {
    const { proveAt } = this.plan.management;
    return proveAt === undefined ? '' : ` at ${proveAt}`;
  }

  #outcomeOf({ rest, detail, log }: Answer): ApplyOutcome {
    switch (rest) {
      case 'committed':
        return { kind: 'committed', generation: this.plan.to, warnings: this.#warnings };
      case 'rolled-back':
      case 'undone-in-part':
        return { kind: 'rolled-back', reason: detail, log, complete: rest === 'rolled-back' };
      case 'applied':
      case 'refused':
      case 'gone':
      case 'lost':
        return {
          kind: 'unknown',
          reason: `${this.plan.host} does not answer, or says nothing of this change.`,
          nextStep: `It undoes an unconfirmed change by itself, at the latest when it is restarted. Try again in a minute; at its console, look at /var/lib/kvmnet/last/outcome.`,
        };
    }
  }
}

/** What a command or a connection may take at most: a second when there is no time. Whole ones, as timers want them. */
const milliseconds = (secondsLeft: number): number => Math.round(Math.max(1, secondsLeft) * 1000);

/** The engine's refusals, as failures: nothing was changed. */
function refusalOf({ detail, more }: Answer, host: string): Failure {
  const nextStep = 'Nothing was changed.';
  switch (detail) {
    case 'stale':
      return {
        code: 'plan-stale',
        message: `${host} has changed since the plan was made: ${more}.`,
        nextStep: 'Make a new plan and look at it again.',
      };
    case 'locked':
      return {
        code: 'locked',
        message: `${host} is locked by ${more}.`,
        nextStep: 'Wait until that has ended, then make a new plan.',
      };
    case 'guard':
      return {
        code: 'guard-not-armed',
        message: `The guard could not be armed on ${host}: ${more}`,
        nextStep: `${nextStep} A host without systemd-run cannot be changed safely.`,
      };
    case 'room':
      return {
        code: 'no-room',
        message: `The change could not be prepared on ${host}: ${more}`,
        nextStep: `${nextStep} Put that right there (room in /etc, /var and /run), then apply again.`,
      };
    case 'firewalld-unsaved':
      return {
        code: 'firewalld-unsaved',
        message: `firewalld on ${host} allows what no file of it says, and reloading it would take that away: ${more}`,
        nextStep: `${nextStep} Keep it with firewall-cmd --runtime-to-permanent there, or give it up with firewall-cmd --reload; then plan again.`,
      };
    default:
      return {
        code: 'bundle-refused',
        message: `${host} did not take the change: ${more || detail}`,
        nextStep,
      };
  }
}
