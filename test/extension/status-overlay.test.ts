import { describe, expect, it } from 'vitest';
import type { Difference, HostStatus } from '../../src/deploy/index.js';
import { shownStatus } from '../../src/extension/deploy/shown-status.js';
import { statusOverlay } from '../../src/extension/preview/status-overlay.js';
import { isOverlay } from '../../src/protocol/index.js';

const difference = (path: string, subject: string): Difference => ({
  ...{ kind: 'keyfile', name: 'bond0', path, found: '1', expected: '2', cause: 'host', subject },
});

const status: HostStatus = {
  host: 'kvm1',
  state: 'drift',
  differences: [
    difference('bond.miimon', 'host/kvm1/device/bond0'),
    difference('ethernet.mtu', 'host/kvm1/device/bond0'),
    difference('target', 'zone/tenants'),
  ],
  problems: [],
  links: [
    { name: 'eth0', nic: true, up: true, carrier: true },
    { name: 'eth1', nic: true, up: true, carrier: false },
    { name: 'bond0', nic: false, up: true, carrier: true },
  ],
  history: [],
};

describe('the state of a host over the picture', () => {
  it('marks the host, what has drifted, and NICs without a cable', () => {
    const overlay = statusOverlay(shownStatus(status));
    expect(overlay).toMatchObject({ kind: 'state', title: 'kvm1: drift' });
    expect(isOverlay(JSON.parse(JSON.stringify(overlay)))).toBe(true);
    expect(overlay.marks['host/kvm1/device/bond0']).toMatchObject([
      { sign: 'drift', text: 'bond.miimon', details: [{ name: 'bond.miimon' }, { name: 'ethernet.mtu' }] },
    ]);
    expect(overlay.marks['host/kvm1/device/eth0']).toMatchObject([{ sign: 'up' }]);
    expect(overlay.marks['host/kvm1/device/eth1']).toMatchObject([{ sign: 'down', text: 'no carrier' }]);
    // A zone has no node of its own.
    expect(overlay.marks['host/kvm1']?.[0]?.details).toContainEqual(
      expect.objectContaining({ name: 'target' }),
    );
  });

  it('says why a host is unreachable', () => {
    const failure = { code: 'unreachable', message: 'kvm1 does not answer.', nextStep: 'Look.' };
    const overlay = statusOverlay(
      shownStatus({ ...status, state: 'unreachable', differences: [], links: [], failure }),
    );
    expect(overlay.marks).toEqual({
      'host/kvm1': [
        { sign: 'unreachable', text: '', details: [{ name: 'why', value: 'kvm1 does not answer.' }] },
      ],
    });
  });
});
