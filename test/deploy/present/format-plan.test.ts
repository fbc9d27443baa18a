import { describe, expect, it } from 'vitest';
import { formatPlan } from '../../../src/deploy/index.js';
import { smallPlan } from '../support/small-plan.js';

const path = (uri: string): string => uri.replace('file:///site/', '');

describe('the text of a plan', () => {
  it('says what changes, by which line, who notices, how it is undone, and the way of the session', () => {
    expect(formatPlan(smallPlan(), { path }))
      .toBe(`kvm1: 2 steps, generation 0 → 1. Unless confirmed within 120 s, the host undoes everything.
This connection (10.0.2.15) goes by eth0, afterwards by bond0 on eth1.

  1 + connection bond0  hosts.kvmnet:12:3
      bond.mode  active-backup
    undo: The profile disappears.

  2 ~ connection eth0 (the host has drifted)  hosts.kvmnet:12:3
      ipv4.method  auto → manual (running)
    ! eth0 carries this connection: silence for about 2 s
    undo: The profile goes back.
`);
  });

  it('says that there is nothing to do', () => {
    expect(formatPlan(smallPlan({ steps: [] }), { path })).toBe(
      'kvm1: no changes; the host is as the text says.\n',
    );
  });

  it('begins with why a plan is refused, and whether one may insist', () => {
    const refusals = [
      { code: 'management-lost', message: 'No way back.', nextStep: 'Keep one.', forceable: true },
    ];
    expect(formatPlan(smallPlan({ refusals }), { path })).toContain(
      'Refused: No way back.\n  Keep one. (--force insists.)\n',
    );
  });

  it('shows control characters instead of obeying them', () => {
    const [step] = smallPlan().steps;
    const steps = [{ ...step!, changes: [{ path: 'x', after: 'a\u001b[2Jb\nc' }] }];
    expect(formatPlan(smallPlan({ steps }), { path })).toContain('a\\u001b[2Jb\\nc');
  });
});
