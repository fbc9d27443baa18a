import { describe, expect, it } from 'vitest';
import { outcomeText, progressPrinter } from '../../../src/cli/progress-text.js';
import { printFailure } from '../../../src/cli/print-failure.js';
import { rolloutSummary } from '../../../src/cli/rollout-summary.js';
import {
  describeDifference,
  describeImpact,
  describeLock,
  describeProgress,
  formatAudit,
  formatGeneration,
  formatHistory,
  formatPlan,
  formatStatus,
  type HostStatus,
  type Plan,
  type Progress,
} from '../../../src/deploy/index.js';
import { smallPlan } from '../support/small-plan.js';

/** Clears the screen, goes up, begins a line of its own, turns the direction of what follows. */
const HOSTILE = 'x\u001b[2J\u009b1A\r\nkvm2: done\u202e\u200f\0 $(reboot) \'"]]>';
const ESCAPED = 'x\\u001b[2J\\u009b1A\\r\\nkvm2: done\\u202e\\u200f\\u0000 $(reboot) \'"]]>';

/** Every text in it becomes the hostile one, but for words that a program decides by. */
function hostile<T>(value: T, keep: readonly string[]): T {
  const kept = new Set([...keep, 'kind', 'action', 'cause', 'code', 'uri', 'state']);
  return JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    typeof one === 'string' && !kept.has(key) ? HOSTILE : one,
  ) as T;
}

/** Nothing is left in it but lines of ours, and the text was there. */
function expectTame(text: string): void {
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(text).toContain(ESCAPED);
  expect(text).not.toMatch(/^kvm2: done/m);
}

const path = (): string => HOSTILE;

describe('Names that are made to mislead', () => {
  it('are shown in a plan, wherever they stand', () => {
    const [first, second] = smallPlan().steps;
    const origin = first?.origin;
    const impacts: Plan['steps'][number]['impacts'] = [
      { kind: 'link-flap', device: 'a', seconds: 1 },
      { kind: 'guest-network', guest: 'a', network: 'b', seconds: 1 },
      { kind: 'guest-power-cycle', guest: 'a' },
      { kind: 'carries-connection', device: 'a', seconds: 1 },
    ];
    const plan = smallPlan({
      steps: [{ ...first!, impacts }, second!],
      notices: [{ code: 'note', message: 'note', ...(origin && { origin }) }],
      refusals: [{ code: 'management-lost', message: 'No.', nextStep: 'Keep.', forceable: true }],
    });
    const text = formatPlan(hostile(plan, []), { path });
    expectTame(text);
    // As many lines as without it.
    expect(text.split('\n')).toHaveLength(formatPlan(plan, { path: () => 'a' }).split('\n').length);
    const painted = formatPlan(hostile(plan, []), { path, paint: (one) => `<${one}>` });
    expectTame(painted);
    for (const impact of impacts) expectTame(describeImpact(hostile(impact, [])));
  });

  it('are shown in a status, a history and a log', () => {
    const difference = {
      kind: 'keyfile',
      name: 'eth0',
      path: 'ipv4.method',
      found: 'auto',
      expected: 'manual',
      cause: 'host',
    } as const;
    const lock = { owner: 'a', since: 'b', stale: false };
    const problem = { code: 'x', message: 'a', nextStep: 'b' };
    const generation = { generation: 1, author: 'a', at: 'b', planDigest: 'c' };
    const status: HostStatus = hostile(
      {
        host: 'kvm1',
        state: 'drift',
        differences: [difference],
        problems: [problem],
        failure: problem,
        lock,
        generation,
        history: [generation],
      } as unknown as HostStatus,
      [],
    );
    expectTame(formatStatus(status, { path }));
    expectTame(describeDifference(hostile(difference, [])));
    expectTame(describeLock('kvm1', hostile(lock, []) as never));
    expectTame(formatHistory(hostile({ host: 'h', generations: [generation], current: 1 }, [])));
    expectTame(formatHistory({ host: HOSTILE, generations: [] }));
    const artifact = { kind: 'sysctl', name: 'a', path: 'b', content: 'net.a = 1\n', fieldOrigins: {} };
    const record = { ...generation, format: 1, host: 'h', artifacts: [artifact], setAside: [] };
    const story = { record, isCurrent: true };
    expectTame(formatGeneration(hostile(story, ['content']) as never));
    const entry = { at: 'a', event: 'ended', host: 'h', deed: 'deploy', from: 0, to: 1, steps: 1 };
    const ended = { ...entry, plan: 'p', author: 'a', forced: false, outcome: 'rolled-back', reason: 'r' };
    expectTame(formatAudit([hostile(ended, ['event', 'deed', 'outcome']) as never]));
  });

  it('are shown while a plan is applied, and when it has ended', () => {
    const all: readonly Progress[] = [
      { kind: 'step', number: 1, total: 1, text: HOSTILE },
      { kind: 'warning', text: HOSTILE },
      { kind: 'later', nic: HOSTILE, change: 'plug' },
      { kind: 'proving', attempt: 1, address: HOSTILE },
      { kind: 'verifying', differences: [HOSTILE] },
      { kind: 'rolling-back', reason: HOSTILE },
    ];
    let printed = '';
    const err = (text: string): void => {
      printed += text;
    };
    for (const progress of all) expectTame(describeProgress(progress));
    for (const progress of all) progressPrinter({ err }, HOSTILE)(progress);
    expectTame(printed);
    expect(printed.split('\n')).toHaveLength(all.length + 1);
    expectTame(outcomeText({ kind: 'committed', generation: 1, warnings: [HOSTILE] }));
    const rolledBack = { kind: 'rolled-back', reason: HOSTILE, log: 'a', complete: true } as const;
    expectTame(outcomeText(rolledBack));
    expectTame(outcomeText({ kind: 'unknown', reason: HOSTILE, nextStep: HOSTILE }));
    expectTame(rolloutSummary([{ host: HOSTILE, result: { ok: true, value: rolledBack } }]));
  });

  it('are shown in a failure; the lines of a log stay lines', () => {
    let printed = '';
    const terminal = { err: (text: string) => void (printed += text) };
    const failure = { code: 'unreachable', message: HOSTILE, nextStep: HOSTILE } as const;
    printFailure(terminal, HOSTILE, { ...failure, details: 'first\nse\u001b[2Jcond\u202e' });
    expectTame(printed);
    expect(printed).toContain('\n  | first\n  | se\\u001b[2Jcond\\u202e\n');
    const log = 'first\nse\u001b[2Jcond';
    expect(outcomeText({ kind: 'rolled-back', reason: '', log, complete: true })).toContain(
      '\n  | first\n  | se\\u001b[2Jcond',
    );
  });
});
