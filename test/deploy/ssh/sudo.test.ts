import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HostSession } from '../../../src/deploy/index.js';
import { connect } from '../../../src/deploy/ssh/index.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { missingAccounts, Sshd } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

const PASSWORD = 'gehe1m "quoted" wörd';
let workshop: Workshop;
let sshd: Sshd;
const open: HostSession[] = [];

async function session(user: string, person: Person): Promise<HostSession> {
  const own = { Port: sshd.port, User: user, IdentityFile: workshop.path('user') };
  const configFile = await writeSshConfig(workshop, { kvm1: own });
  await workshop.file('known_hosts', await workshop.knownHost(`[127.0.0.1]:${sshd.port}`, 'host'));
  const connected = valueOf(
    await connect({ name: 'kvm1' }, { interaction: person, trusted: true, configFile }),
  );
  open.push(connected);
  return connected;
}

/** Command lines of all processes. */
const commandLines = (): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });

describe.skipIf(missingAccounts !== undefined)(`sudo ${missingAccounts ?? ''}`, () => {
  beforeAll(async () => {
    workshop = await Workshop.open();
    workshop.key('user');
    workshop.key('host');
    sshd = await Sshd.start(workshop, {
      hostKeys: ['host'],
      authorized: ['user'],
      accounts: [
        { name: 'admin', password: PASSWORD, sudo: 'ALL=(ALL:ALL) NOPASSWD: ALL' },
        { name: 'operator', password: PASSWORD, sudo: 'ALL=(ALL:ALL) ALL' },
        { name: 'mixed', password: PASSWORD, sudo: 'ALL=(ALL:ALL) PASSWD: ALL, NOPASSWD: /bin/sh' },
        { name: 'guest', password: PASSWORD },
        {
          name: 'ttyonly',
          password: PASSWORD,
          sudo: 'ALL=(ALL:ALL) NOPASSWD: ALL\nDefaults:ttyonly requiretty',
        },
      ],
    });
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
  });
  afterAll(async () => {
    await sshd.stop();
    await workshop.close();
  });

  it('asks nothing where sudoers asks nothing', async () => {
    const person = new Person(false);
    const admin = await session('admin', person);
    expect(valueOf(await admin.run(['id', '-u'])).stdout).not.toBe('0\n');
    expect(valueOf(await admin.run(['id', '-u'], { asRoot: true }))).toEqual({
      code: 0,
      stdout: '0\n',
      stderr: '',
    });
    expect(person.secrets).toEqual([]);
  });

  it.each(['admin', 'operator'])(
    'keeps input, output, words and exit status of what %s runs',
    async (user) => {
      const one = await session(user, new Person(false, PASSWORD));
      const words = ["it's", '$(id)', 'a\nb', '', '-n', '\u202e'];
      const script = 'cat; printf "%s|" "$@"; printf é >&2; exit 7';
      const result = valueOf(
        await one.run(['sh', '-c', script, 'sh', ...words], { asRoot: true, stdin: 'first line\nsecond' }),
      );
      expect(result).toEqual({
        code: 7,
        stdout: `first line\nsecond${words.map((word) => `${word}|`).join('')}`,
        stderr: 'é',
      });
    },
  );

  it('sends megabytes to a program of root', async () => {
    const operator = await session('operator', new Person(false, PASSWORD));
    const { stdout } = valueOf(
      await operator.run(['wc', '-c'], { asRoot: true, stdin: Buffer.alloc(8_000_000) }),
    );
    expect(stdout.trim()).toBe('8000000');
  });

  it('asks for the password once in a session and its further connections', async () => {
    const person = new Person(false, PASSWORD);
    const operator = await session('operator', person);
    const results = await Promise.all(
      Array.from({ length: 6 }, () => operator.run(['id', '-u'], { asRoot: true })),
    );
    expect(results.map((result) => valueOf(result).stdout)).toEqual(Array(6).fill('0\n'));
    const further = valueOf(await operator.reconnect());
    open.push(further);
    valueOf(await further.run(['id', '-u'], { asRoot: true }));
    expect(person.secrets).toEqual([
      { kind: 'sudo', prompt: 'Password of operator for sudo on kvm1:', echo: false },
    ]);
  });

  it('asks again after a wrong password, and fails after three', async () => {
    const person = new Person(false, 'wr0ng', PASSWORD);
    const operator = await session('operator', person);
    expect(valueOf(await operator.run(['id', '-u'], { asRoot: true })).stdout).toBe('0\n');
    expect(person.secrets).toHaveLength(2);

    const hopeless = await session('operator', new Person(false, 'wr0ng1', 'wr0ng2', 'wr0ng3', PASSWORD));
    const refused = failureOf(await hopeless.run(['id', '-u'], { asRoot: true }));
    expect(refused.code).toBe('sudo-refused');
    expect(refused.message).toContain('did not accept the password');
    expect(JSON.stringify(refused)).not.toMatch(/wr0ng|kvmnet-/);
  });

  it('fails when no password is given', async () => {
    const operator = await session('operator', new Person(false));
    const { code, message } = failureOf(await operator.run(['id', '-u'], { asRoot: true }));
    expect([code, message]).toEqual([
      'sudo-refused',
      'sudo on kvm1 wants the password of operator, and none was given.',
    ]);
  });

  it('gives no password to a program that sudoers lets through without one', async () => {
    const mixed = await session('mixed', new Person(false, PASSWORD));
    const { stdout } = valueOf(await mixed.run(['cat'], { asRoot: true, stdin: 'input\n' }));
    expect(stdout).toBe('input\n');
  });

  it('says that somebody may not use sudo', async () => {
    const guest = await session('guest', new Person(false, PASSWORD));
    const { code, message, nextStep } = failureOf(await guest.run(['id'], { asRoot: true }));
    expect([code, message]).toEqual(['sudo-refused', 'guest may not use sudo on kvm1.']);
    expect(nextStep).toContain('visudo');
  });

  it('says that sudo wants a terminal', async () => {
    const ttyonly = await session('ttyonly', new Person(false));
    const { code, nextStep } = failureOf(await ttyonly.run(['id'], { asRoot: true }));
    expect(code).toBe('sudo-refused');
    expect(nextStep).toContain('!requiretty');
  });

  it('tells the exit status of sudo from that of the program', async () => {
    const admin = await session('admin', new Person(false));
    const script = 'echo "sudo: a password is required" >&2; exit 1';
    const result = valueOf(await admin.run(['sh', '-c', script], { asRoot: true }));
    expect(result).toEqual({ code: 1, stdout: '', stderr: 'sudo: a password is required\n' });
    expect(valueOf(await admin.run(['/no/such/program'], { asRoot: true })).code).toBe(127);
  });

  it('shows the password to nobody: not in a command line, not in the log of the host', async () => {
    const operator = await session('operator', new Person(false, PASSWORD));
    let seen: readonly string[] = [];
    const running = operator.run(['sh', '-c', 'echo up; sleep 0.5'], {
      asRoot: true,
      onLine: () => (seen = commandLines()),
    });
    valueOf(await running);
    expect(seen.some((line) => line.includes('sleep 0.5'))).toBe(true);
    expect(seen.filter((line) => line.includes('gehe1m'))).toEqual([]);
    expect(await sshd.log()).not.toContain('gehe1m');
  });
});
