import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CrashingHost, Phase } from './support/crashing-host.js';
import { BUNDLE, settledHost } from './support/settled-host.js';

/** KVMNET_CRASH_STRIDE=1 kills the engine at each command; the rest of the time a spread of them has to do. */
const stride = Number(process.env.KVMNET_CRASH_STRIDE ?? 97);

describe('an engine that is killed', () => {
  const hosts: CrashingHost[] = [];
  let old: readonly string[];
  let renewed: readonly string[];
  let rebootedNew: readonly string[];
  const reached = new Map<Phase, CrashingHost>();
  const commands = new Map<Phase, number>();

  const fresh = (): CrashingHost => {
    const host = settledHost();
    hosts.push(host);
    return host;
  };
  const copyOf = (phase: Phase): CrashingHost => {
    const from = reached.get(phase);
    if (!from) throw new Error(phase);
    const host = from.copy();
    hosts.push(host);
    return host;
  };

  beforeAll(() => {
    const host = fresh();
    old = host.state();
    for (const phase of ['arm', 'apply', 'commit'] as const) {
      reached.set(phase, host.copy());
      if (phase === 'commit') reached.set('guard', host.copy());
      expect(host.run(phase), phase).toBe(true);
      commands.set(phase, host.commands);
    }
    renewed = host.state();
    host.cutPower();
    host.startDaemons();
    rebootedNew = host.state();
    const undone = copyOf('guard');
    expect(undone.run('guard')).toBe(true);
    commands.set('guard', undone.commands);
    expect(undone.state()).toEqual(old);
  }, 300_000);
  afterAll(() => {
    for (const host of [...hosts, ...reached.values()]) host.remove();
  }, 60_000);

  it('not at all, brings the host to the new configuration, which a restart keeps', () => {
    expect(renewed).not.toEqual(old);
    expect(rebootedNew).toEqual(renewed);
    expect(renewed.join('\n')).not.toMatch(/kvmnet-old|kvmnet-new|\.kvmnet|kvmnet-recover|pending/);
  });

  const moments = (phase: Exclude<Phase, 'boot'>): readonly number[] => {
    const last = commands.get(phase) ?? 0;
    return Array.from(
      { length: Math.ceil(last / stride) },
      (_, at) => 1 + ((at * stride + (stride >> 1)) % last),
    );
  };

  it.each(['arm', 'apply', 'commit', 'guard'] as const)(
    'by a power cut during %s leaves all of the old or all of the new',
    (phase) => {
      for (const at of moments(phase)) {
        const host = copyOf(phase);
        host.run(phase, at);
        host.cutPower();
        host.run('boot');
        expectOneOf(host, phase, at, phase === 'commit');
        expect(host.isEnabled(), `units of the boot after ${phase}, command ${at}`).toBe(false);
        host.remove();
      }
    },
    600_000,
  );

  it.each(['arm', 'apply', 'commit', 'guard'] as const)(
    'alone during %s is followed by the guard, which leaves all of the old or all of the new',
    (phase) => {
      for (const at of moments(phase)) {
        const host = copyOf(phase);
        host.run(phase, at);
        if (phase === 'arm') {
          // Perhaps before the timer stood: then whoever comes next ends it.
          host.stage(BUNDLE);
          host.run('arm');
        }
        host.run('guard');
        expectOneOf(host, phase, at, phase === 'commit');
        host.remove();
      }
    },
    600_000,
  );

  it('by a power cut in the middle of a commit, and again while the host starts, is no worse off', () => {
    const middle = Math.round((commands.get('commit') ?? 0) / 3);
    for (let at = 5; at < 400; at += stride) {
      const host = copyOf('commit');
      host.run('commit', middle);
      host.cutPower();
      host.run('boot', at);
      host.cutPower();
      host.run('boot');
      expectOneOf(host, 'boot', at, true);
      host.remove();
    }
  }, 600_000);

  it.each(['early', 'late'] as const)(
    'alone in the %s half of a boot is made good by the late one, started again',
    (killed) => {
      // Before the commit has begun, and in the middle of writing definitions.
      const moment = [undefined, Math.round((commands.get('commit') ?? 0) / 3)];
      for (let at = 3; at < 400; at += stride) {
        const host = copyOf('commit');
        const until = moment[at % 2];
        if (until !== undefined) host.run('commit', until);
        host.cutPower();
        host.recover('early', killed === 'early' ? at : 0);
        host.startDaemons();
        host.recover('late', killed === 'late' ? at : 0);
        host.recover('late');
        expectOneOf(host, 'boot', at, true);
        host.remove();
      }
    },
    600_000,
  );

  function expectOneOf(host: CrashingHost, phase: Phase, at: number, mayBeNew: boolean): void {
    // Units of the boot find nothing but themselves when the transaction has ended, and go.
    const state = host.state().filter((line) => !/^etc\/systemd\/system\/.*kvmnet-recover/.test(line));
    const wanted = mayBeNew && state.some((line) => line.includes('2.json')) ? renewed : old;
    expect(state, `${phase}, command ${at}`).toEqual(wanted);
  }
});
