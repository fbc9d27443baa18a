import { describe, expect, test } from 'vitest';
import {
  deviceId,
  failureOutcome,
  guestNicId,
  hostId,
  indexNetwork,
  lanId,
} from '../../../src/model/index.js';
import { describeFailure } from '../../../src/topology/index.js';
import type { FailureReport } from '../../../src/topology/index.js';
import { rackSite } from '../rack.js';

const index = indexNetwork(rackSite());
const report = (...failed: string[]): FailureReport => describeFailure(index, failureOutcome(index, failed));
const texts = ({ lines }: FailureReport): readonly string[] =>
  lines.map(({ severity, text }) => `${severity}: ${text}`);
const on = (device: string): string => deviceId('kvm1', device);

describe('a failure in words', () => {
  test('says where a bond fails over to, and that nobody loses anything', () => {
    const told = report(on('eth0'));
    expect(told.summary).toBe('Nobody loses a network: the bonds carry on.');
    expect(texts(told)).toEqual(['degraded: bond0 of kvm1 fails over from eth0 to eth1.']);
    expect(told.overlay.title).toBe('If eth0 of kvm1 fails');
    expect(told.overlay.marks[on('eth0')]).toEqual([{ sign: 'failed', text: 'failed' }]);
    expect(told.overlay.marks[on('eth1')]).toEqual([{ sign: 'takes-over', text: 'takes over' }]);
  });

  test('says what it means to a host and to guests when everything on a bond is lost', () => {
    const told = report(lanId(on('bond0')));
    expect(told.failed).toEqual([{ id: lanId(on('bond0')), text: 'the LAN behind bond0 of kvm1' }]);
    expect(texts(told)).toEqual([
      'lost: bond0 of kvm1 has no link left.',
      'lost: Host kvm1 loses management, heartbeat, migrate, tenant: nobody can manage it; its pool takes it for dead; no guest can be moved to or from it.',
      'lost: Guest web1 loses tenant.',
      'degraded: Guest db1 loses tenant, all that it has if it runs on kvm1.',
    ]);
    expect(told.summary).toBe('1 host loses a network, 2 guests lose a network.');
    expect(told.overlay.marks[guestNicId('web1', 'nic0')]).toEqual([{ sign: 'cut', text: 'cut off' }]);
    expect(told.overlay.marks[hostId('kvm1')]).toEqual([{ sign: 'cut', text: 'loses networks' }]);
  });

  test('counts the links that are left of an 802.3ad bond', () => {
    expect(texts(report(on('eth2')))).toEqual([
      'degraded: bond1 of kvm1 carries on with 1 of 2 links: eth3.',
    ]);
  });

  test('takes several failures at once', () => {
    const told = report(on('eth0'), on('eth2'));
    expect(told.overlay.title).toBe('If eth0 of kvm1, eth2 of kvm1 fail');
    expect(told.lines).toHaveLength(2);
  });

  test('says so when nothing has failed', () => {
    expect(report()).toMatchObject({ summary: 'Nothing has failed.', lines: [] });
  });
});
