import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  applyPlan,
  describeProgress,
  type ApplyOptions,
  type ApplyOutcome,
  type Exited,
  type HostSession,
  type Plan,
  type Probe,
  type Result,
} from '../../../src/deploy/index.js';
import { failure, success } from '../../../src/deploy/failure.js';
import {
  controlScript,
  engineScript,
  observeScript,
  probeScript,
  unpackScript,
} from '../../../src/deploy/generated/host-scripts.js';
import { observedDigest } from '../../../src/deploy/plan/observed-digest.js';
import { failureOf, valueOf } from '../ssh/support/results.js';
import { recordedHost, recordedText } from '../support/recorded-host.js';
import { smallPlan } from '../support/small-plan.js';

const gateway: Probe = { kind: 'gateway', address: '10.0.2.2', network: 'management' };
const peer: Probe = { kind: 'peers', address: '10.0.2.9', network: 'heartbeat', host: 'kvm2' };
const disk: Probe = { kind: 'peers', address: '10.0.4.9', network: 'disks', host: 'kvm2', mtu: 9000 };
const planFor = (...probes: readonly Probe[]): Plan =>
  smallPlan({
    observedDigest: observedDigest(recordedHost()),
    ...(probes.length > 0 && { probes }),
  });

/** Takes any change and is as planned at once. Who answers it, each time that it asks; the last says what stays. */
class AskingHost implements HostSession {
  readonly host = 'kvm1';
  /** What it was told to ask, each time. */
  readonly asked: string[] = [];
  readonly done: string[] = [];

  constructor(
    private readonly answers: readonly (readonly string[] | 'no-ping' | 'lost' | 'broken' | 'slow')[],
    private readonly secondsLeft = 60,
    private readonly guardIsFirst = false,
  ) {}

  run: HostSession['run'] = (argv, { stdin = '', onLine, timeout = 0 } = {}) => {
    expect(timeout).toSatisfy(Number.isInteger);
    const says = (...lines: readonly string[]): Promise<Result<Exited>> => {
      for (const line of lines) onLine?.(line);
      return Promise.resolve(success({ code: 0, stdout: lines.join('\n'), stderr: '' }));
    };
    if (stdin === observeScript) return says(recordedText);
    if (argv.includes(probeScript)) return this.#ask(String(stdin), timeout, says);
    if (argv.includes(unpackScript)) {
      this.done.push('arm');
      return says('armed\t60', `tick\t${this.secondsLeft}`, 'applied');
    }
    expect(stdin).toBe(controlScript);
    const [, , , verb = '', , reason = ''] = argv;
    this.done.push(verb);
    const undone = this.guardIsFirst ? 'nobody confirmed the change in time' : reason;
    return says(verb === 'commit' ? 'committed\t1' : `rolled-back\t${undone}`);
  };

  async #ask(
    targets: string,
    timeout: number,
    says: (...lines: readonly string[]) => Promise<Result<Exited>>,
  ): Promise<Result<Exited>> {
    const answer = this.answers[Math.min(this.asked.length, this.answers.length - 1)] ?? [];
    this.asked.push(targets);
    if (answer === 'lost') return failure('connection-lost', 'It broke.', 'Try again.');
    if (answer === 'slow') {
      await setTimeout(timeout);
      return failure('timed-out', 'It took too long.', 'Try again.');
    }
    if (answer === 'broken') return says('sh: cannot fork');
    if (answer === 'no-ping') return says('@ no-ping', '@ end');
    const lines = targets.trimEnd().split('\n');
    const numbers = lines.flatMap((line) => {
      const [number = '', address = ''] = line.split('\t');
      return answer.includes(address) ? [` ${number}`] : [];
    });
    return says('', '@ answers', ...numbers, '@ end');
  }

  reconnect: HostSession['reconnect'] = ({ timeout } = {}) => {
    expect(timeout).toSatisfy(Number.isInteger);
    return Promise.resolve(success(this));
  };

  close(): void {
    // There is nothing to close.
  }
}

const ALL: NonNullable<ApplyOptions['probes']> = ['gateway', 'peers', 'dns'];

async function applied(
  host: AskingHost,
  plan: Plan,
  probes: NonNullable<ApplyOptions['probes']> = ALL,
): Promise<{ readonly result: Result<ApplyOutcome>; readonly said: readonly string[] }> {
  const said: string[] = [];
  const result = await applyPlan({
    plan,
    session: host,
    author: 'alice@desk',
    onProgress: (progress) => said.push(describeProgress(progress)),
    probes,
  });
  return { result, said };
}

describe('who answered before a change', () => {
  it('is asked before it and after it, and the change is committed while they answer', async () => {
    const host = new AskingHost([['10.0.2.2', '10.0.4.9']]);
    const { result, said } = await applied(host, planFor(gateway, disk));
    expect(valueOf(result).kind).toBe('committed');
    // 9000 bytes without the headers of IPv4 and ICMP.
    const targets = '0\t10.0.2.2\t-\n1\t10.0.4.9\t8972\n';
    expect(host.asked).toEqual([targets, targets]);
    expect(said).toContain('2 answered before the change');
    expect(said).toContain('who answered before still answers');
  });

  it.each([
    ['the option is not given', []],
    ['the option names others', ['dns' as const]],
  ])('costs no round trip when %s', async (_when, kinds) => {
    const host = new AskingHost([[]]);
    const { result } = await applied(host, planFor(gateway, peer), kinds);
    expect(valueOf(result).kind).toBe('committed');
    expect(host.asked).toEqual([]);
  });

  it('is asked by kind', async () => {
    const host = new AskingHost([['10.0.2.9']]);
    await applied(host, planFor(gateway, peer), ['peers']);
    expect(host.asked[0]).toBe('0\t10.0.2.9\t-\n');
  });

  it('has patience: who answers again in time is no reason to go back', async () => {
    const host = new AskingHost([['10.0.2.2'], [], ['10.0.2.2']]);
    const { result, said } = await applied(host, planFor(gateway));
    expect(valueOf(result).kind).toBe('committed');
    expect(said).toContain(
      'waiting for answers: the gateway 10.0.2.2 of network management does not answer any more',
    );
    expect(host.asked).toHaveLength(3);
  });

  it.each([
    ['the gateway 10.0.2.2 of network management does not answer any more', ['10.0.2.9', '10.0.4.9']],
    ['10.0.2.9 (kvm2 on heartbeat) does not answer any more', ['10.0.2.2', '10.0.4.9']],
    ['10.0.4.9 (kvm2 on disks, packets of 9000 bytes) does not answer any more', ['10.0.2.2', '10.0.2.9']],
  ])('has the change undone in the end: %s', async (reason, left) => {
    const host = new AskingHost([['10.0.2.2', '10.0.2.9', '10.0.4.9'], left], 9);
    const { result } = await applied(host, planFor(gateway, peer, disk));
    expect(valueOf(result)).toMatchObject({ kind: 'rolled-back', reason });
    // The last one hears what the host has done.
    expect(host.done).toEqual(['arm', 'cancel', 'follow']);
  });

  it('is named as well where the end of the window cut the last question short', async () => {
    const host = new AskingHost([['10.0.2.2'], [], 'slow'], 11);
    const { result } = await applied(host, planFor(gateway));
    expect(host.asked).toHaveLength(3);
    expect(valueOf(result)).toMatchObject({
      kind: 'rolled-back',
      reason: 'the gateway 10.0.2.2 of network management does not answer any more',
    });
    // The last one hears what the host has done.
    expect(host.done).toEqual(['arm', 'cancel', 'follow']);
  });

  it('is named as well where the guard was quicker', async () => {
    expect(engineScript).toContain("'nobody confirmed the change in time'");
    const host = new AskingHost([['10.0.2.2'], []], 9, true);
    const { result } = await applied(host, planFor(gateway));
    expect(valueOf(result)).toMatchObject({
      kind: 'rolled-back',
      reason:
        'nobody confirmed the change in time: the gateway 10.0.2.2 of network management does not answer any more',
    });
  });

  it('has the change undone as well when nobody can be asked any more', async () => {
    const host = new AskingHost([['10.0.2.2'], 'lost'], 9);
    const { result } = await applied(host, planFor(gateway));
    expect(valueOf(result)).toMatchObject({
      kind: 'rolled-back',
      reason: 'it could not be asked who still answers (It broke.)',
    });
  });

  it('counts alone: who did not answer is named once and not asked again', async () => {
    const host = new AskingHost([['10.0.2.2']]);
    const { result, said } = await applied(host, planFor(gateway, peer));
    expect(valueOf(result).kind).toBe('committed');
    expect(said.filter((line) => line.includes('10.0.2.9'))).toEqual([
      '1 answered before the change; 10.0.2.9 (kvm2 on heartbeat) did not answer before either: not counted',
    ]);
    expect(host.asked[1]).toBe('0\t10.0.2.2\t-\n');
  });

  it('is nobody where the host has no ping, which is said', async () => {
    const host = new AskingHost(['no-ping']);
    const { result, said } = await applied(host, planFor(gateway));
    expect(valueOf(result).kind).toBe('committed');
    expect(host.asked).toHaveLength(1);
    expect(said).toContain(
      '0 answered before the change; nothing is counted, because the host has no ping (iputils)',
    );
  });

  it('is nobody where the plan names nobody, as in a file of an earlier version, which is said', async () => {
    const host = new AskingHost([[]]);
    const { result, said } = await applied(host, planFor(), ['gateway', 'dns']);
    expect(valueOf(result).kind).toBe('committed');
    expect(host.asked).toEqual([]);
    expect(said).toContain('0 answered before the change; the plan knows nobody to ask (gateway, dns)');
  });

  it.each([
    ['lost', 'connection-lost'],
    ['broken', 'probes-failed'],
  ] as const)('is learnt before anything is changed: %s', async (answer, code) => {
    const host = new AskingHost([answer]);
    const { result } = await applied(host, planFor(gateway));
    expect(failureOf(result).code).toBe(code);
    expect(host.done).toEqual([]);
  });
});
