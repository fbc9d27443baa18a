import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planHost, type HostSession, type Progress } from '../../../src/deploy/index.js';
import { failure, success } from '../../../src/deploy/failure.js';
import { Conversation } from '../../../src/deploy/transaction/conversation.js';
import { Countdown } from '../../../src/deploy/transaction/countdown.js';
import { Deadline } from '../../../src/deploy/transaction/patience.js';
import { Transaction } from '../../../src/deploy/transaction/transaction.js';
import { planInput, recordedHost } from '../support/recorded-host.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('The countdown', () => {
  it('goes on by itself, follows the host, and says no number twice in a row', () => {
    const said: number[] = [];
    const countdown = new Countdown(new Deadline(60), (secondsLeft) => said.push(secondsLeft));
    countdown.start();
    vi.advanceTimersByTime(2_000);
    countdown.hostSays(58);
    expect(said).toEqual([59, 58]);
    countdown.hostSays(50);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([59, 58, 50, 49]);
  });

  it('stays at nothing when the time is over, and is silent once it is stopped or before it is started', () => {
    const said: number[] = [];
    const countdown = new Countdown(new Deadline(1), (secondsLeft) => said.push(secondsLeft));
    countdown.hostSays(2);
    expect(said).toEqual([]);
    countdown.start();
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([1, 0]);
    countdown.stop();
    countdown.hostSays(30);
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual([1, 0]);
  });
});

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 { number 15  nic eth0 { carries management } }
`;

/** Nobody can be reached until the test says so; then the engine says how it has ended. */
class CutOff implements HostSession {
  readonly host = 'kvm1';
  #give: (session: HostSession) => void = () => undefined;

  run: HostSession['run'] = (_argv, { onLine } = {}) => {
    onLine?.('rolling-back\tnobody confirmed the change in time');
    onLine?.('tick\t7');
    onLine?.('rolled-back\tnobody confirmed the change in time');
    return Promise.resolve(success({ code: 0, stdout: '', stderr: '' }));
  };

  reconnect: HostSession['reconnect'] = () =>
    new Promise((resolve) => {
      this.#give = (session) => resolve(success(session));
    });

  isBack(): void {
    this.#give(this);
  }

  close(): void {
    // There is nothing to close.
  }
}

describe.each(['lost', 'applied'] as const)('A transaction that nobody can reach, %s', (rest) => {
  it('counts until it is known how it ended', async () => {
    const [observed, host, said]: [ReturnType<typeof recordedHost>, CutOff, Progress[]] = [
      recordedHost(),
      new CutOff(),
      [],
    ];
    const plan = planHost(await planInput(SITE, observed));
    const cancellation = new AbortController();
    const hear = (progress: Progress): void => transaction.hear(progress);
    const transaction = new Transaction(
      plan,
      host,
      new Conversation('token', 1, hear, undefined),
      60,
      (progress) => said.push(progress),
      cancellation.signal,
      observed,
    );
    transaction.hear({ kind: 'armed', window: 60 });
    transaction.hear({ kind: 'countdown', secondsLeft: 58 });
    const ending = transaction.end({ rest, detail: '', more: '', log: '' });
    vi.advanceTimersByTime(3_000);
    const counted = (): readonly number[] =>
      said.flatMap((progress) => (progress.kind === 'countdown' ? [progress.secondsLeft] : []));
    expect(counted()).toEqual([58, 57, 56, 55]);
    // The host is asked to undo it, and says that it does.
    cancellation.abort();
    host.isBack();
    expect((await ending).ok).toBe(true);
    vi.advanceTimersByTime(3_000);
    expect(counted()).toEqual([58, 57, 56, 55]);
  });
});

describe('A transaction that is refused while it is armed', () => {
  it('counts no more', async () => {
    const observed = recordedHost();
    const plan = planHost(await planInput(SITE, observed));
    const said: Progress[] = [];
    const session: HostSession = {
      host: 'kvm1',
      run: () => Promise.resolve(failure('connection-lost', '', '')),
      reconnect: () => Promise.resolve(failure('unreachable', '', '')),
      close: () => undefined,
    };
    const hear = (progress: Progress): void => transaction.hear(progress);
    const transaction = new Transaction(
      plan,
      session,
      new Conversation('token', 1, hear, undefined),
      60,
      (progress) => said.push(progress),
      undefined,
      observed,
    );
    transaction.hear({ kind: 'armed', window: 60 });
    const ended = await transaction.end({ rest: 'refused', detail: 'room', more: '', log: '' });
    vi.advanceTimersByTime(3_000);
    expect([ended.ok, said]).toEqual([false, [{ kind: 'armed', window: 60 }]]);
  });
});
