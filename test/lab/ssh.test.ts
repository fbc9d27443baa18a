import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { labAvailability, operatorPassword, startLab, type Lab, type LabHost } from '../../lab/index.js';
import type { HostSession, Result } from '../../src/deploy/index.js';
import { connect } from '../../src/deploy/ssh/index.js';
import { Person } from '../deploy/ssh/support/person.js';
import { failureOf, valueOf } from '../deploy/ssh/support/results.js';

const availability = await labAvailability();

describe.skipIf(!availability.available)('SSH to a real host', () => {
  let lab: Lab;
  let kvm1: LabHost;
  let folder: string;
  const open: HostSession[] = [];

  /** The lab's configuration with known hosts of its own, which may be changed. */
  async function login(
    user: string,
    person: Person,
    ...lines: readonly string[]
  ): Promise<Result<HostSession>> {
    const configFile = join(folder, 'ssh_config');
    const own = [...lines, `UserKnownHostsFile ${join(folder, 'known_hosts')}`, 'GlobalKnownHostsFile none'];
    await writeFile(configFile, `${own.join('\n')}\n${await readFile(lab.sshConfigFile, 'utf8')}`);
    const result = await connect({ name: 'kvm1', user }, { interaction: person, trusted: true, configFile });
    if (result.ok) open.push(result.value);
    return result;
  }

  beforeAll(async () => {
    lab = await startLab({ hosts: 1 });
    kvm1 = lab.host('kvm1');
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kvmnet-lab-ssh-'));
    await copyFile(lab.knownHostsFile, join(folder, 'known_hosts'));
  });
  afterEach(async () => {
    for (const session of open.splice(0)) session.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterAll(() => lab.stop());

  it('lets root, and who may use sudo without a password, do what root may do', async () => {
    for (const user of ['root', 'admin']) {
      const session = valueOf(await login(user, new Person(false)));
      const script =
        'id -u; nmcli -g connection.id connection show eth0 >/dev/null && head -c 11 /etc/shadow >/dev/null';
      expect(valueOf(await session.run(['sh', '-c', script], { asRoot: true }))).toEqual({
        code: 0,
        stdout: '0\n',
        stderr: '',
      });
    }
  });

  it('asks who needs a password for sudo, once', async () => {
    const person = new Person(false, operatorPassword);
    const session = valueOf(await login('operator', person));
    const input = 'a bundle\n'.repeat(100_000);
    for (let i = 0; i < 2; i++) {
      const { stdout } = valueOf(
        await session.run(['sh', '-c', 'id -u; wc -c'], { asRoot: true, stdin: input }),
      );
      expect(stdout.split(/\s+/)).toEqual(['0', String(input.length), '']);
    }
    expect(person.secrets.map(({ kind }) => kind)).toEqual(['sudo']);
    expect(await kvm1.run(['journalctl', '-b', '--no-pager'])).not.toContain(operatorPassword);
  });

  it('refuses sudo after wrong passwords', async () => {
    const session = valueOf(await login('operator', new Person(false, 'one', 'two', 'three')));
    const refused = failureOf(await session.run(['id'], { asRoot: true }));
    expect([refused.code, refused.message]).toEqual([
      'sudo-refused',
      'sudo on kvm1 did not accept the password of operator.',
    ]);
  });

  it('logs in with a password where there is no key', async () => {
    const person = new Person(false, operatorPassword);
    const session = valueOf(await login('operator', person, 'PubkeyAuthentication no'));
    expect(valueOf(await session.run(['id', '-un'])).stdout).toBe('operator\n');
    expect(person.secrets).toHaveLength(1);
  });

  it('does without sudo that is taken away in the middle', async () => {
    const session = valueOf(await login('admin', new Person(false)));
    valueOf(await session.run(['true'], { asRoot: true }));
    await kvm1.run('grep -rl ^admin /etc/sudoers /etc/sudoers.d | xargs sed -i "/^admin/d"');
    await kvm1.run('gpasswd -d admin sudo || true');
    expect(failureOf(await session.run(['true'], { asRoot: true })).code).toBe('sudo-refused');
    await lab.restore();
  });

  it('is not deceived by a host that got other keys', async () => {
    const session = valueOf(await login('admin', new Person(true)));
    await kvm1.run('rm /etc/ssh/ssh_host_*; ssh-keygen -A >/dev/null; systemctl restart ssh');
    expect(failureOf(await session.reconnect()).code).toBe('host-key-changed');
    const person = new Person(true);
    const { code, message } = failureOf(await login('admin', person));
    expect(code).toBe('host-key-changed');
    expect(message).toContain(`${join(folder, 'known_hosts')}:1`);
    expect(person.hostKeys).toEqual([]);
    await lab.restore();
  });

  it('finds out that a host has gone silent, and when it is back', async () => {
    const session = valueOf(await login('root', new Person(false)));
    const silence =
      'nft add table inet silence; nft add chain inet silence input "{ type filter hook input priority -10; }"; ' +
      'nft add rule inet silence input iifname eth0 drop; sleep 30; nft delete table inet silence';
    valueOf(await session.run(['systemd-run', '--collect', 'sh', '-c', silence]));
    const { code } = failureOf(await session.run(['sleep', '120']));
    expect(code).toBe('connection-lost');
    open.push(await untilBack(session));
  });

  it('loses a host that reboots, and finds it again by the same key', async () => {
    const session = valueOf(await login('admin', new Person(false)));
    const boot = async (one: HostSession) =>
      valueOf(await one.run(['cat', '/proc/sys/kernel/random/boot_id'])).stdout;
    const before = await boot(session);
    const running = session.run(['sleep', '300']);
    await session.run(['systemctl', 'reboot'], { asRoot: true });
    expect(failureOf(await running).code).toBe('connection-lost');
    const again = await untilBack(session);
    open.push(again);
    expect(await boot(again)).not.toBe(before);
  });
});

/** As a deployment waits for a host: again and again, until it answers or something else is wrong with it. */
async function untilBack(session: HostSession): Promise<HostSession> {
  const end = performance.now() + 240_000;
  for (;;) {
    const result = await session.reconnect({ timeout: 15_000 });
    if (result.ok) return result.value;
    const { code } = result.failure;
    if (
      !['unreachable', 'timed-out', 'handshake-failed', 'connection-lost'].includes(code) ||
      performance.now() > end
    )
      throw new Error(`${code}: ${result.failure.message}`);
    await sleep(1000);
  }
}
