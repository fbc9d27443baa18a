import { existsSync, rmSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CrashingHost, Phase } from './support/crashing-host.js';
import { settledHost } from './support/settled-host.js';

describe('a host that was restarted while a change was open', () => {
  const hosts: CrashingHost[] = [];
  let old: readonly string[];

  const after = (...phases: readonly Phase[]): CrashingHost => {
    const host = settledHost();
    hosts.push(host);
    for (const phase of phases) expect(host.run(phase), phase).toBe(true);
    return host;
  };
  /** With the power cut in the middle of writing libvirt's definitions. */
  const cutWhileCommitting = (): CrashingHost => {
    const host = after('arm', 'apply');
    host.replaceProgram(
      'virsh',
      'case $* in *attach-device*) kill -KILL 0 ;; esac; exec "$FAKE_PROGRAMS/virsh" "$@"',
    );
    expect(host.run('commit')).toBe(false);
    host.replaceProgram('virsh');
    host.cutPower();
    return host;
  };
  /** Units of the boot find nothing but themselves when the transaction has ended, and go. */
  const stateOf = (host: CrashingHost): readonly string[] =>
    host.state().filter((line) => !/^etc\/systemd\/system\/.*kvmnet-recover/.test(line));

  beforeAll(() => {
    old = stateOf(after());
  }, 60_000);
  afterEach(() => {
    for (const host of hosts.splice(0)) host.remove();
  });

  it('undoes what a soft reboot has left in force', () => {
    const host = after('arm', 'apply');
    rmSync(host.path('volatile/units'), { recursive: true });
    expect(host.run('boot')).toBe(true);
    expect(stateOf(host)).toEqual(old);
  });

  it('leaves a change alone that somebody has begun since', () => {
    const host = after('arm', 'apply');
    const before = host.state();
    expect(host.recover('late')).toBe(true);
    expect(host.state()).toEqual(before);
    rmSync(host.path('volatile/units'), { recursive: true });
    host.replaceProgram('flock', 'case $* in *arming*) exit 1 ;; esac');
    expect(host.recover('late')).toBe(true);
    expect(host.state()).toEqual(before);
  });

  it('leaves all to the late half when daemons have read the change before the early one came to its end', () => {
    const host = after('arm', 'apply');
    host.cutPower();
    host.startDaemons();
    const begun = `[ "$*" != 'is-active NetworkManager.service firewalld.service' ] || { echo activating; echo active; exit; }`;
    host.replaceProgram('systemctl', `${begun}\nexec "$FAKE_PROGRAMS/systemctl" "$@"`);
    const before = host.state();
    expect(before).not.toEqual(old);
    expect(host.recover('early')).toBe(true);
    expect(host.state()).toEqual(before);
    expect(host.recover('late')).toBe(true);
    expect(stateOf(host)).toEqual(old);
  });

  it('is put right before the next change where no boot did it, and no guest is started that somebody has shut down', () => {
    const host = cutWhileCommitting();
    host.startDaemons();
    host.replaceProgram(
      'virsh',
      'case $* in *list\\ --inactive*) echo web9; exit ;; *\\ start\\ *) touch "$FAKE_HOST/started" ;; esac; exec "$FAKE_PROGRAMS/virsh" "$@"',
    );
    expect(host.recover('overdue')).toBe(true);
    expect(stateOf(host)).toEqual(old);
    expect(existsSync(host.path('started'))).toBe(false);
  });

  it('is put right by one at a time', async () => {
    const host = cutWhileCommitting();
    host.recover('early');
    host.startDaemons();
    host.replaceProgram('flock', 'exec /usr/bin/flock "$@"');
    // A second one begins when the first one has started its networks again.
    host.replaceProgram(
      'virsh',
      [
        'case ${SECOND-}$* in',
        '  yes*net-destroy*)',
        '    "$FAKE_PROGRAMS/virsh" "$@"',
        '    touch "$FAKE_HOST/second-stops"',
        '    for _ in 1 2 3 4 5 6 7 8; do [ ! -e "$FAKE_HOST/var/lib/kvmnet/pending" ] || /bin/sleep 0.2; done',
        '    exit ;;',
        '  -q*list\\ --inactive*)',
        '    if [ ! -e "$FAKE_HOST/second" ]; then',
        '      touch "$FAKE_HOST/second"',
        '      (',
        '        SECOND=yes bash --posix "$FAKE_HOST/var/lib/kvmnet/pending/engine.sh" recover late',
        '        touch "$FAKE_HOST/second-ended"',
        '      ) >/dev/null 2>&1 8<&- &',
        '      for _ in 1 2 3 4 5 6 7 8; do [ -e "$FAKE_HOST/second-stops" ] || /bin/sleep 0.2; done',
        '    fi ;;',
        'esac',
        'exec "$FAKE_PROGRAMS/virsh" "$@"',
      ].join('\n'),
    );
    expect(host.recover('late')).toBe(true);
    await expect.poll(() => existsSync(host.path('second-ended')), { timeout: 15_000 }).toBe(true);
    expect(stateOf(host)).toEqual(old);
  });
});
