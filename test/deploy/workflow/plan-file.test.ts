import { describe, expect, it } from 'vitest';
import { readPlanFile, writePlanFile, type SavedPlan } from '../../../src/deploy/index.js';
import { smallPlan } from '../support/small-plan.js';

const saved: SavedPlan = {
  whereabouts: {
    host: 'kvm1',
    ssh: { user: 'admin', name: 'kvm1.example.com', port: 2222 },
    via: [{ name: 'gate' }],
  },
  plan: smallPlan(),
  apart: ['pulse'],
  behind: ['gate'],
};

describe('a plan file', () => {
  it('gives back what was written', () => {
    expect(readPlanFile(writePlanFile([saved]))).toEqual({ ok: true, value: [saved] });
  });

  it('keeps who may be asked', () => {
    const plan = smallPlan({
      probes: [
        { kind: 'gateway', address: 'fe80::1%eth1' },
        { kind: 'peers', address: '10.0.4.9', network: 'disks', host: 'kvm2', mtu: 9000 },
      ],
    });
    const read = readPlanFile(writePlanFile([{ ...saved, plan }]));
    expect(read.ok && read.value[0]?.plan).toEqual(plan);
  });

  it('is refused when anything in a plan was changed afterwards', () => {
    const text = writePlanFile([saved]).replace('bond0', 'bond9');
    const read = readPlanFile(text);
    expect(read.ok ? undefined : read.failure).toMatchObject({
      code: 'plan-unreadable',
      message: expect.stringContaining('changed after') as string,
    });
  });

  it('is refused when it holds the plan of no host', () => {
    const read = readPlanFile(writePlanFile([]));
    expect(read.ok ? undefined : read.failure.message).toContain('no host');
  });

  it.each(['', 'no JSON', '[]', '{"kvmnetPlan":2,"hosts":[]}', '{"kvmnetPlan":1,"hosts":[{}]}'])(
    'is refused when it holds %j',
    (text) => {
      const read = readPlanFile(text);
      expect(read.ok ? undefined : read.failure.code).toBe('plan-unreadable');
    },
  );
});
