import { afterEach, describe, expect, it, vi } from 'vitest';
import { applyPlan, planHost, type HostSession } from '../../../src/deploy/index.js';
import { failure, success } from '../../../src/deploy/failure.js';
import { observeScript } from '../../../src/deploy/generated/host-scripts.js';
import { Conversation } from '../../../src/deploy/transaction/conversation.js';
import { Transaction } from '../../../src/deploy/transaction/transaction.js';
import { planInput, recordedHost, recordedText } from '../support/recorded-host.js';

const SITE = `network management { roles management  subnet 10.0.2.0/24  gateway 10.0.2.2 }
host kvm1 { number 15  nic eth0 { carries management } }
`;

/** A connection over which the engine says one line. */
class Connection implements HostSession {
  readonly host = 'kvm1';
  closed = false;

  constructor(
    private readonly line: string,
    private readonly next?: Connection,
  ) {}

  run: HostSession['run'] = (_argv, { onLine } = {}) => {
    onLine?.(this.line);
    return Promise.resolve(success({ code: 0, stdout: '', stderr: '' }));
  };

  reconnect: HostSession['reconnect'] = () => Promise.resolve(success(this.next ?? this));

  close(): void {
    this.closed = true;
  }
}

describe('a transaction whose connection broke', () => {
  it.each([
    'refused\troom\tthe disk is full',
    'committed\t1',
    'rolled-back\tnobody confirmed the change in time',
  ])('closes the connection over which it heard how it ended: %j', async (line) => {
    const later = new Connection(line);
    const first = new Connection('', later);
    const observed = recordedHost();
    const plan = planHost(await planInput(SITE, observed));
    const conversation = new Conversation('token', 1, () => undefined, undefined);
    const transaction = new Transaction(plan, first, conversation, 60, () => undefined, undefined, observed);
    await transaction.end({ rest: 'lost', detail: '', more: '', log: '' });
    expect([first.closed, later.closed]).toEqual([false, true]);
  });
});

/** Was restarted after the change was in force, and has undone it on the way. */
class RestartedHost implements HostSession {
  readonly host = 'kvm1';
  looks = 0;

  run: HostSession['run'] = (_argv, { stdin, onLine } = {}) => {
    const ended = 'token=token\n outcome=rolled-back\n detail=the host was restarted';
    const observed = recordedText.replace('\n@ generations\n', `\n@ last\n ${ended}\n@ generations\n`);
    if (stdin === observeScript) this.looks++;
    else onLine?.('rolled-back\tthe host was restarted');
    return Promise.resolve(success({ code: 0, stdout: observed, stderr: '' }));
  };

  reconnect: HostSession['reconnect'] = () => Promise.resolve(success(this));

  close(): void {
    // There is nothing to close.
  }
}

describe('a transaction whose host has ended it before it was confirmed', () => {
  it('says so at the first look, not when the window is over', async () => {
    const host = new RestartedHost();
    const observed = recordedHost();
    const plan = planHost(await planInput(SITE, observed));
    const conversation = new Conversation('token', 1, () => undefined, undefined);
    const transaction = new Transaction(plan, host, conversation, 600, () => undefined, undefined, observed);
    const outcome = await transaction.end({ rest: 'applied', detail: '', more: '', log: '' });
    expect(outcome).toMatchObject({
      ok: true,
      value: { kind: 'rolled-back', reason: 'the host was restarted', complete: true },
    });
    expect(host.looks).toBe(1);
  });
});

/** Can be looked at; takes the change, and is never heard of again. */
class SilencedHost implements HostSession {
  readonly host = 'kvm1';
  #isLookedAt = true;

  run: HostSession['run'] = (_argv, { onLine } = {}) => {
    if (this.#isLookedAt) {
      this.#isLookedAt = false;
      return Promise.resolve(success({ code: 0, stdout: recordedText, stderr: '' }));
    }
    onLine?.('armed\t60');
    return Promise.resolve(failure('connection-lost', 'It broke.', ''));
  };

  reconnect: HostSession['reconnect'] = () => Promise.resolve(failure('unreachable', 'Nobody answers.', ''));

  close(): void {
    // There is nothing to close.
  }
}

describe('a transaction with a host that is never heard of again', () => {
  afterEach(() => vi.restoreAllMocks());

  it('ends, and says that it does not know', async () => {
    const plan = planHost(await planInput(SITE, recordedHost()));
    const clock = performance.now.bind(performance);
    let passed = 0;
    // Each look at the clock takes half a minute.
    vi.spyOn(performance, 'now').mockImplementation(() => clock() + (passed += 30_000));
    const applied = await applyPlan({ plan, session: new SilencedHost(), author: 'alice@desk' });
    expect(applied.ok && applied.value.kind).toBe('unknown');
  });
});

/** As planned at once; the person cancels while it is looked at. */
class WatchedHost implements HostSession {
  readonly host = 'kvm1';
  readonly asked: string[] = [];

  constructor(private readonly cancellation: AbortController) {}

  run: HostSession['run'] = (argv, { stdin, onLine, signal } = {}) => {
    if (stdin === observeScript) {
      this.cancellation.abort();
      return Promise.resolve(
        signal?.aborted
          ? failure('cancelled', 'A command was cancelled.', '')
          : success({ code: 0, stdout: recordedText, stderr: '' }),
      );
    }
    const verb = argv[3] ?? '';
    this.asked.push(verb);
    onLine?.(verb === 'commit' ? 'committed\t1' : 'rolled-back\tcancelled');
    if (verb === 'follow') onLine?.('log\twhat the host did');
    return Promise.resolve(success({ code: 0, stdout: '', stderr: '' }));
  };

  reconnect: HostSession['reconnect'] = () => Promise.resolve(success(this));

  close(): void {
    // There is nothing to close.
  }
}

describe('a transaction that is cancelled while it is verified', () => {
  it('is undone, however it looks, and says what the host did', async () => {
    const cancellation = new AbortController();
    const host = new WatchedHost(cancellation);
    const observed = recordedHost();
    const plan = planHost(await planInput(SITE, observed));
    const { signal } = cancellation;
    const conversation = new Conversation('token', 1, () => undefined, signal);
    const transaction = new Transaction(plan, host, conversation, 60, () => undefined, signal, observed);
    const outcome = await transaction.end({ rest: 'applied', detail: '', more: '', log: '' });
    expect(outcome).toMatchObject({
      ok: true,
      value: { kind: 'rolled-back', reason: 'cancelled', log: 'what the host did' },
    });
    expect(host.asked).toEqual(['cancel', 'follow']);
  });
});
