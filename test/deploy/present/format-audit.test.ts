import { describe, expect, it } from 'vitest';
import { formatAudit, type AuditEntry } from '../../../src/deploy/index.js';

const begun = (host: string, at: string): AuditEntry => ({
  at,
  event: 'begun',
  deed: 'deploy',
  host,
  author: 'alice@desk',
  from: 4,
  to: 5,
  plan: `plan of ${host}`,
  steps: 2,
});
const ended = (entry: AuditEntry, more: Partial<AuditEntry>): AuditEntry => ({
  ...entry,
  event: 'ended',
  ...more,
});

describe('the log of deploys for people', () => {
  it('has one line for each change, newest first', () => {
    const [one, two] = [begun('kvm1', '2026-11-21T07:00:00Z'), begun('kvm2', '2026-11-21T07:01:00Z')];
    const text = formatAudit([
      one,
      two,
      ended(two, { at: '2026-11-21T07:02:00Z', outcome: 'rolled-back', reason: 'no way\nback' }),
      ended(one, { at: '2026-11-21T07:03:00Z', outcome: 'committed' }),
    ]);
    expect(text).toBe(
      '2026-11-21T07:01:00Z  kvm2  deploy 4 → 5, 2 steps, by alice@desk  rolled back: no way\\nback\n' +
        '2026-11-21T07:00:00Z  kvm1  deploy 4 → 5, 2 steps, by alice@desk  done\n',
    );
  });

  it('says what never came to an end', () => {
    const one = begun('kvm1', '2026-11-21T07:00:00Z');
    const again = { ...one, at: '2026-11-21T08:00:00Z' };
    const lines = formatAudit([one, again, ended(again, { outcome: 'committed' })])
      .trim()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('not ended by this tool');
  });

  it('says that nothing was deployed yet', () => {
    expect(formatAudit([])).toBe('Nothing was deployed from here yet.\n');
  });
});
