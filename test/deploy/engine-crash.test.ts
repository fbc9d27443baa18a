import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CrashingHost, type Phase } from './support/crashing-host.js';

/** KVMNET_CRASH_STRIDE=1 kills the engine at each command; the rest of the time a spread of them has to do. */
const stride = Number(process.env.KVMNET_CRASH_STRIDE ?? 97);

const ETC = '/etc/NetworkManager/system-connections';
const profile = (uuid: string, device: string, extra: string): string =>
  `[connection]\nid=${device}\nuuid=${uuid}\ninterface-name=${device}\n${extra}\n`;
const network = (uuid: string, extra = ''): string => `<network><uuid>${uuid}</uuid>${extra}</network>\n`;
const nic = (mac: string): string => `<interface type='network'><mac address='${mac}'/></interface>\n`;
const lines = (...all: readonly (readonly string[])[]): string =>
  all.map((fields) => `${fields.join('\t')}\n`).join('');

const [CHANGED, ADDED, DROPPED, OTHER] = ['uuid-changed', 'uuid-added', 'uuid-dropped', 'uuid-other'];
const [NEW_NET, OLD_NET, KEPT_NET] = ['net-new', 'net-old', 'net-kept'];

/** As a plan would have it: a profile changed, one added, one removed; a zone changed, one added, one removed; networks too. */
const BUNDLE: Readonly<Record<string, string>> = {
  token: 'token\n',
  owner: 'somebody\n',
  window: '60\n',
  generation: '2\n',
  record: '{"generation": 2}\n',
  profiles: lines(
    ['put', 'data/1', CHANGED, `${ETC}/eth0.nmconnection`],
    ['put', 'data/2', ADDED, `${ETC}/br0.nmconnection`],
    ['unlink', `${ETC}/legacy.nmconnection`],
    ['drop', DROPPED, `${ETC}/bond0.12.nmconnection`],
  ),
  files: lines(
    ['put', 'data/3', '/etc/firewalld/zones/changed.xml', '600'],
    ['put', 'data/4', '/etc/firewalld/zones/added.xml', '600'],
    ['drop', '/etc/firewalld/zones/dropped.xml'],
  ),
  apply: lines(
    ['1', 'files-in'],
    ['2', 'firewalld-reload'],
    ['3', 'profiles-in'],
    ['4', 'profile-reapply', 'eth0', CHANGED],
    ['5', 'profiles-start', 'data/5'],
    ['6', 'profiles-out'],
    ['7', 'taps-restore'],
    ['8', 'net-destroy', OLD_NET],
    ['9', 'net-create', 'data/6'],
    ['10', 'net-replace', KEPT_NET, 'data/7', 'virbr0', 'virbr0'],
    ['11', 'guest-attach', 'web1', 'data/9', 'live', 'web1/nic1'],
  ),
  undo: lines(
    ['1', 'files-out'],
    ['3', 'profiles-withdraw'],
    ['3', 'profile-restore', 'eth0', CHANGED],
    ['3', 'profile-restore', 'bond0.12', DROPPED],
    ['2', 'firewalld-reload'],
    ['8', 'net-start', OLD_NET],
    ['9', 'net-destroy', NEW_NET],
    ['10', 'net-replace', KEPT_NET, 'data/8', 'virbr0', 'virbr0'],
    ['11', 'guest-unplug', 'web1', 'data/9', 'web1/nic1'],
    ['3', 'taps-restore'],
  ),
  persist: lines(
    ['1', 'net-undefine', OLD_NET],
    ['2', 'net-define', 'data/6'],
    ['3', 'net-autostart', NEW_NET, 'on'],
    ['4', 'net-define', 'data/7'],
    ['5', 'guest-attach', 'web1', 'data/9', 'config', 'web1/nic1'],
  ),
  unpersist: lines(
    ['5', 'guest-detach', 'web1', 'data/9', 'config', 'web1/nic1'],
    ['4', 'net-define', 'data/8'],
    ['4', 'net-autostart', KEPT_NET, 'on'],
    ['2', 'net-undefine', NEW_NET],
    ['1', 'net-define', 'data/10'],
    ['1', 'net-autostart', OLD_NET, 'on'],
  ),
  afterwards: '',
  'data/1': profile(CHANGED, 'eth0', 'mtu=9000'),
  'data/2': profile(ADDED, 'br0', 'type=bridge'),
  'data/3': '<zone target="DROP"/>\n',
  'data/4': '<zone/>\n',
  'data/5': lines([ADDED, 'br0']),
  'data/6': network(NEW_NET),
  'data/7': network(KEPT_NET, '<mtu/>'),
  'data/8': network(KEPT_NET),
  'data/9': nic('52:54:00:00:00:01'),
  'data/10': network(OLD_NET),
};

function settledHost(): CrashingHost {
  const host = new CrashingHost();
  host.write(`${ETC}/legacy.nmconnection`, profile(CHANGED, 'eth0', 'mtu=1500'));
  host.write(`${ETC}/bond0.12.nmconnection`, profile(DROPPED, 'bond0.12', 'type=vlan'));
  host.write(`${ETC}/other.nmconnection`, profile(OTHER, 'eth9', ''));
  host.write('etc/firewalld/zones/changed.xml', '<zone/>\n');
  host.write('etc/firewalld/zones/dropped.xml', '<zone/>\n');
  host.write('etc/sysctl.d/kept.conf', 'a = 1\n');
  for (const uuid of [OLD_NET, KEPT_NET]) {
    host.write(`libvirt/defined/${uuid}`, network(uuid));
    host.write(`libvirt/autostart/${uuid}`, '');
  }
  host.write('libvirt/config/52:54:00:00:00:99', nic('52:54:00:00:00:99'));
  host.write('etc/systemd/system/other.service', '');
  host.write('var/lib/kvmnet/generations/1.json', '{"generation": 1}\n');
  host.cutPower();
  host.startDaemons();
  host.stage(BUNDLE);
  return host;
}

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
  });

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

  function expectOneOf(host: CrashingHost, phase: Phase, at: number, mayBeNew: boolean): void {
    // Units of the boot find nothing but themselves when the transaction has ended, and go.
    const state = host.state().filter((line) => !/^etc\/systemd\/system\/.*kvmnet-recover/.test(line));
    const wanted = mayBeNew && state.some((line) => line.includes('2.json')) ? renewed : old;
    expect(state, `${phase}, command ${at}`).toEqual(wanted);
  }
});
