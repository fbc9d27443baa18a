import { digestOf } from '../../../src/deploy/digest.js';
import type { Plan } from '../../../src/deploy/index.js';

const origin = {
  uri: 'file:///site/hosts.kvmnet',
  range: { start: { line: 11, character: 2 }, end: { line: 11, character: 7 } },
};

/** A plan of two steps, as `planHost` would make it; parts can be replaced. */
export function smallPlan(parts: Partial<Omit<Plan, 'digest'>> = {}): Plan {
  const content: Omit<Plan, 'digest'> = {
    format: 1,
    host: 'kvm1',
    from: 0,
    to: 1,
    steps: [
      {
        number: 1,
        kind: 'keyfile',
        name: 'bond0',
        action: 'add',
        cause: 'text',
        changes: [{ path: 'bond.mode', after: 'active-backup', origin }],
        subject: 'host/kvm1/device/bond0',
        origin,
        impacts: [],
        undo: 'The profile disappears.',
      },
      {
        number: 2,
        kind: 'keyfile',
        name: 'eth0',
        action: 'change',
        cause: 'drift',
        changes: [{ path: 'ipv4.method', before: 'auto', after: 'manual', running: true }],
        origin,
        impacts: [{ kind: 'carries-connection', device: 'eth0', seconds: 2 }],
        undo: 'The profile goes back.',
      },
    ],
    notices: [],
    refusals: [],
    management: {
      address: '10.0.2.15',
      before: ['eth0'],
      after: ['bond0', 'eth1'],
      addressesAfter: ['10.0.2.15'],
    },
    window: 120,
    observedDigest: 'observed',
    work: {
      profiles: [],
      files: [],
      apply: [['up', 'bond0']],
      undo: [],
      persist: [],
      unpersist: [],
      afterwards: [],
      data: { 'data/1': 'text' },
      record: {
        format: 1,
        generation: 1,
        host: 'kvm1',
        artifacts: [],
        managementAddresses: [],
        setAside: [],
      },
    },
    ...parts,
  };
  return { ...content, digest: digestOf(content) };
}
