import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CrashingHost, Phase } from './support/crashing-host.js';
import { BUNDLE, ETC, settledHost } from './support/settled-host.js';

describe('an engine', () => {
  const hosts: CrashingHost[] = [];
  let old: readonly string[];
  let renewed: readonly string[];

  const after = (...phases: readonly Phase[]): CrashingHost => {
    const host = settledHost();
    hosts.push(host);
    for (const phase of phases) expect(host.run(phase), phase).toBe(true);
    return host;
  };
  const last = (host: CrashingHost): string => host.progress().at(-1) ?? '';

  beforeAll(() => {
    const host = after();
    old = host.state();
    for (const phase of ['arm', 'apply', 'commit'] as const) host.run(phase);
    renewed = host.state();
  }, 60_000);
  afterEach(() => {
    for (const host of hosts.splice(0)) host.remove();
  });

  describe('that may not rename a profile into its place when all is decided', () => {
    const stuck = (): CrashingHost => {
      const host = after('arm', 'apply');
      host.replaceProgram('mv', `case $* in */.kvmnet-*) exit 1 ;; esac; exec /bin/mv "$@"`);
      expect(host.run('commit')).toBe(true);
      host.replaceProgram('mv');
      return host;
    };

    it('leaves in force what is, and takes nothing away', () => {
      const host = stuck();
      expect(host.progress().slice(-2)).toEqual([
        expect.stringMatching(
          /^warning\t\S+\.nmconnection cannot be written: the new configuration is in force/,
        ),
        'committed\t2',
      ]);
      const state = host.state().join('\n');
      expect(state).toContain('bond0.12.nmconnection ');
      expect(state).toContain('run/NetworkManager/system-connections/kvmnet-uuid-added.nmconnection');
    });

    it.each([
      ['the guard’s timer', (host: CrashingHost) => host.run('guard')],
      [
        'the next boot',
        (host: CrashingHost) => {
          host.cutPower();
          return host.run('boot');
        },
      ],
    ])('ends it with %s', (_, then) => {
      const host = stuck();
      expect(then(host)).toBe(true);
      const own = host.state().filter((line) => !/^etc\/systemd\/system\/.*kvmnet-recover/.test(line));
      expect(own).toEqual(renewed);
    });
  });

  it('keeps to what was decided where no program can be started', () => {
    const host = after('arm', 'apply');
    host.replaceProgram('mv', `case $* in */.kvmnet-*) exit 1 ;; esac; exec /bin/mv "$@"`);
    expect(host.run('commit')).toBe(true);
    host.replaceProgram('mv');
    host.replaceProgram('head', 'case $* in */pending/*) exit 137 ;; esac; exec /usr/bin/head "$@"');
    expect(host.run('guard')).toBe(true);
    const own = host.state().filter((line) => !/^etc\/systemd\/system\/.*kvmnet-recover/.test(line));
    expect(own).toEqual(renewed);
  });

  it('ends a guard well that begins anew when all is done', () => {
    const host = after();
    host.replaceProgram(
      'systemd-run',
      'for word; do :; done; case $* in *--on-active*) echo "$word" >"$FAKE_HOST/guard" ;; esac; exec "$FAKE_PROGRAMS/systemd-run" "$@"',
    );
    for (const phase of ['arm', 'apply'] as const) expect(host.run(phase), phase).toBe(true);
    expect(host.run('guard')).toBe(true);
    expect(spawnSync('sh', ['-c', host.read('guard')]).status).toBe(0);
  });

  it('takes nothing for given that a NetworkManager has forgotten which was started anew', () => {
    const host = after('arm', 'apply');
    host.replaceProgram(
      'systemctl',
      'case $1 in show) echo InvocationID=other ;; *) exec "$FAKE_PROGRAMS/systemctl" "$@" ;; esac',
    );
    host.replaceProgram('nmcli', 'echo "$*" >>"$FAKE_HOST/nm-asked"; exec "$FAKE_PROGRAMS/nmcli" "$@"');
    host.replaceProgram('busctl', 'case $* in *Reapply*) exit 1 ;; esac; exec "$FAKE_PROGRAMS/busctl" "$@"');
    expect(host.run('guard')).toBe(true);
    expect(host.state()).toEqual(old);
    expect(host.read('nm-asked')).toContain('device reapply eth0');
  });

  it('changes nothing where not even root may rename a profile', () => {
    const host = after();
    host.replaceProgram(
      'ln',
      `case $* in *.kvmnet-try*) echo 'not permitted' >&2; exit 1 ;; esac; exec /bin/ln "$@"`,
    );
    host.run('arm');
    expect(host.state()).toEqual(old);
    expect(last(host)).toMatch(/^refused\tnot even root may change what lies in .*: not permitted$/);
  });

  it('puts a profile into the file of one that is set aside', () => {
    const host = settledHost();
    hosts.push(host);
    const file = `${ETC}/br0.nmconnection`;
    renameSync(host.path(`${ETC}/other.nmconnection`), host.path(file));
    host.stage({ ...BUNDLE, profiles: `${BUNDLE.profiles ?? ''}keep\tuuid-other\t${file}\n` });
    for (const phase of ['arm', 'apply', 'commit'] as const) expect(host.run(phase), phase).toBe(true);
    expect(last(host)).toBe('committed\t2');
    expect(host.read(file)).toContain('id=br0');
    expect(host.read('var/lib/kvmnet/kept/uuid-other')).toContain('id=eth9');
  });

  it('says what it could not undo where /run has no room to note it', () => {
    const host = after('arm', 'apply');
    mkdirSync(host.path('run/kvmnet/token/again'));
    host.replaceProgram('virsh', 'exit 1');
    host.run('guard');
    expect(last(host)).toMatch(/^undone-in-part\t.*net-start net-old/);
  });

  it('drops a checkpoint that it was killed over', () => {
    const host = after('arm', 'apply');
    host.write('run/kvmnet/token/checkpoint', '');
    host.write('run/kvmnet/token/checkpoint-asked', '');
    host.replaceProgram(
      'busctl',
      [
        'case $* in',
        `*get-property*Checkpoints*) echo 'ao 1 "/org/freedesktop/NetworkManager/Checkpoint/7"'; exit ;;`,
        `*CheckpointDestroy*) echo "$*" >>"$FAKE_HOST/destroyed" ;;`,
        'esac',
        'exec "$FAKE_PROGRAMS/busctl" "$@"',
      ].join('\n'),
    );
    host.run('guard');
    expect(host.read('destroyed')).toMatch(/ o \/org\/freedesktop\/NetworkManager\/Checkpoint\/7\n$/);
  });

  it('puts back the profiles of /etc when the power goes while NetworkManager rolls its checkpoint back', () => {
    const host = after('arm', 'apply');
    host.replaceProgram('virsh', 'exit 1');
    host.replaceProgram(
      'nmcli',
      'case $* in *\\ up\\ *|*\\ show\\ *|*reapply*) exit 4 ;; esac; exec "$FAKE_PROGRAMS/nmcli" "$@"',
    );
    host.replaceProgram(
      'busctl',
      [
        'case $* in *CheckpointRollback*)',
        `  for file in "$FAKE_HOST${ETC}"/*; do echo '[rewritten]' >>"$file"; done`,
        `  echo uuid=uuid-changed >"$FAKE_HOST${ETC}/eth0-uuid-changed.nmconnection"`,
        '  kill -KILL 0',
        'esac',
        'exec "$FAKE_PROGRAMS/busctl" "$@"',
      ].join('\n'),
    );
    expect(host.run('guard')).toBe(false);
    expect(host.read(`${ETC}/other.nmconnection`)).toContain('[rewritten]');
    for (const name of ['nmcli', 'busctl']) host.replaceProgram(name);
    host.cutPower();
    expect(host.run('boot')).toBe(true);
    expect(host.state()).toEqual(old);
  });

  it('leaves guests their VLANs when it is killed while it records them', () => {
    const host = after();
    host.write('sys/class/net/vnet0/tun_flags', '0x1002\n');
    host.write('sys/class/net/vnet0/ifindex', '7\n');
    host.write('sys/class/net/br9/bridge/bridge_id', '');
    symlinkSync('../br9', host.path('sys/class/net/vnet0/master'));
    const table = `printf 'port vlan-id\\nvnet0 100 PVID Egress Untagged\\n'`;
    host.replaceProgram('bridge', 'kill -KILL 0');
    expect(host.run('arm')).toBe(false);
    host.replaceProgram(
      'bridge',
      `case $* in 'vlan show') ${table} ;; *) echo "$*" >>"$FAKE_HOST/vlans-changed" ;; esac`,
    );
    expect(host.run('guard')).toBe(true);
    expect(existsSync(host.path('vlans-changed'))).toBe(false);
    expect(last(host)).toMatch(/^rolled-back\t/);
  });

  it('drops a checkpoint whose asking was killed, and no other', () => {
    const host = after();
    const checkpoints = (...numbers: readonly number[]): string =>
      numbers.map((number) => `"/org/freedesktop/NetworkManager/Checkpoint/${number}"`).join(' ');
    const busctl = (listed: string): string =>
      [
        'case $* in',
        `*get-property*Checkpoints*) if [ -e "$FAKE_HOST/made" ]; then echo 'ao 2 ${listed}'; else echo 'ao 1 ${checkpoints(3)}'; fi; exit ;;`,
        // It has done what it was asked for, and its answer is lost.
        `*CheckpointCreate*) touch "$FAKE_HOST/made"; exit 137 ;;`,
        `*CheckpointDestroy*) echo "$*" >>"$FAKE_HOST/destroyed" ;;`,
        'esac',
        'exec "$FAKE_PROGRAMS/busctl" "$@"',
      ].join('\n');
    host.replaceProgram('busctl', busctl(checkpoints(3, 4)));
    for (const phase of ['arm', 'apply', 'commit'] as const) expect(host.run(phase), phase).toBe(true);
    expect(last(host)).toBe('committed\t2');
    const destroyed = host.read('destroyed').trim().split('\n');
    expect(destroyed).toEqual([
      expect.stringMatching(/ o \/org\/freedesktop\/NetworkManager\/Checkpoint\/4$/),
    ]);
  });

  describe('with guests on bridges', () => {
    /** A TAP of a guest: on a bridge, or on none. */
    const plug = (host: CrashingHost, tap: string, index: number, bridge?: string): void => {
      const link = host.path(`sys/class/net/${tap}/master`);
      host.write(`sys/class/net/${tap}/tun_flags`, '0x1002\n');
      host.write(`sys/class/net/${tap}/ifindex`, `${index}\n`);
      rmSync(link, { force: true });
      if (bridge === undefined) return;
      host.write(`sys/class/net/${bridge}/bridge/bridge_id`, '');
      host.write(`sys/class/net/${bridge}/brif/${tap}/port_no`, '');
      symlinkSync(`../${bridge}`, link);
    };
    /** The bundle's network that is replaced: from br-old to br-new, with the TAPs that the plan knew. */
    const renaming = (host: CrashingHost, ...taps: readonly string[]): void => {
      const onto = (list: string, bridge: string): string =>
        (BUNDLE[list] ?? '').replace(
          /virbr0\tvirbr0/,
          `br-${bridge === 'old' ? 'new' : 'old'}\tbr-${bridge} ${taps.join(' ')}`,
        );
      host.stage({ ...BUNDLE, apply: onto('apply', 'new'), undo: onto('undo', 'old') });
      host.replaceProgram('ip', 'echo "$*" >>"$FAKE_HOST/ip-asked"');
    };
    const moved = (host: CrashingHost): readonly string[] =>
      existsSync(host.path('ip-asked'))
        ? [...host.read('ip-asked').matchAll(/^link set dev (\S+) master (\S+)$/gm)].map(
            ([, tap, bridge]) => `${tap} ${bridge}`,
          )
        : [];

    it('attaches those again that were on the old bridge or are on none, and no other that bears the name', () => {
      const host = after();
      plug(host, 'vnet0', 7);
      plug(host, 'vnet1', 8, 'br-other');
      renaming(host, 'vnet0', 'vnet1');
      for (const phase of ['arm', 'apply'] as const) expect(host.run(phase), phase).toBe(true);
      expect(moved(host)).toEqual(['vnet0 br-new']);
    });

    const only = (host: CrashingHost, apply: string): void =>
      host.stage({ ...BUNDLE, apply, undo: '', persist: '', unpersist: '' });

    describe('and libvirt that does not change a NIC in place', () => {
      /** libvirt speaks the language of the host. */
      const refusing = (unless: string): CrashingHost => {
        const host = after();
        plug(host, 'vnet0', 7, 'br-new');
        only(host, '1\tguest-update\tweb1\tdata/9\tlive\tweb1/nic1\n');
        host.replaceProgram('ip', 'echo "$*" >>"$FAKE_HOST/ip-asked"');
        host.replaceProgram(
          'virsh',
          [
            'case $* in',
            `*domiflist*) echo ' vnet0 bridge tenant virtio 52:54:00:00:00:01' ;;`,
            `*update-device*) ${unless} echo 'Fehler: Das Gerät oder die Ressource ist belegt' >&2; exit 1 ;;`,
            'esac',
          ].join('\n'),
        );
        for (const phase of ['arm', 'apply'] as const) host.run(phase);
        return host;
      };

      it('frees the TAP, which may have been attached again behind its back', () => {
        const host = refusing('! grep -q nomaster "$FAKE_HOST/ip-asked" 2>/dev/null || exit 0;');
        expect(last(host)).toBe('applied');
        expect(moved(host)).toEqual([]);
      });

      it('and gives it back its bridge when that was not the reason', () => {
        const host = refusing('');
        expect(last(host)).toMatch(/^rolling-back\t.*Ressource ist belegt/);
        expect(moved(host)).toEqual(['vnet0 br-new']);
      });
    });

    it.each([
      ['each root port has a device', '0x01', /^applied$/],
      ['a root port is free', '0x00', /^rolling-back\t.*kein Platz/],
    ])('plugs a NIC at the next power cycle only where %s', (_, bus, ends) => {
      const host = after();
      only(host, '1\tguest-attach\tweb1\tdata/9\tlive\tweb1/nic1\n');
      host.replaceProgram(
        'virsh',
        [
          'case $* in',
          `*dumpxml*) echo "<controller type='pci' index='1' model='pcie-root-port'>"`,
          `  echo "<address type='pci' domain='0x0000' bus='${bus}' slot='0x00' function='0x0'/>" ;;`,
          `*attach-device*) echo 'Fehler: kein Platz' >&2; exit 1 ;;`,
          'esac',
        ].join('\n'),
      );
      for (const phase of ['arm', 'apply'] as const) host.run(phase);
      expect(last(host)).toMatch(ends);
      expect(host.progress().includes('later\tweb1/nic1')).toBe(last(host) === 'applied');
    });

    it('takes one back that has started on a network whose bridges both stay', () => {
      const host = after();
      renaming(host);
      for (const phase of ['arm', 'apply'] as const) expect(host.run(phase), phase).toBe(true);
      plug(host, 'vnet5', 9, 'br-new');
      host.write('sys/class/net/br-old/bridge/bridge_id', '');
      host.replaceProgram(
        'virsh',
        [
          'case $* in',
          '*net-name*) echo kept ;;',
          '*list\\ --uuid) echo web5 ;;',
          `*domiflist\\ web5*) echo ' vnet5 network kept virtio 52:54:00:00:00:05' ;;`,
          '*) exec "$FAKE_PROGRAMS/virsh" "$@" ;;',
          'esac',
        ].join('\n'),
      );
      host.replaceProgram(
        'ip',
        [
          'echo "$*" >>"$FAKE_HOST/ip-asked"',
          'case $* in *master*) ln -sfn "../${6}" "$FAKE_HOST/sys/class/net/$4/master" ;; esac',
        ].join('\n'),
      );
      expect(host.run('guard')).toBe(true);
      expect(moved(host)).toEqual(['vnet5 br-old']);
    });

    it('takes one back that has started while the change was open', () => {
      const host = after();
      renaming(host);
      for (const phase of ['arm', 'apply'] as const) expect(host.run(phase), phase).toBe(true);
      plug(host, 'vnet5', 9, 'br-new');
      // The bridge goes with its profile, and the TAP is on none.
      host.replaceProgram(
        'nmcli',
        [
          'case $* in *connection\\ reload*)',
          '  rm -rf "$FAKE_HOST/sys/class/net/br-new" "$FAKE_HOST/sys/class/net/vnet5/master" ;;',
          'esac',
          'exec "$FAKE_PROGRAMS/nmcli" "$@"',
        ].join('\n'),
      );
      expect(host.run('guard')).toBe(true);
      expect(moved(host)).toEqual(['vnet5 br-old']);
    });
  });
});
