import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostSession } from '../../../src/deploy/index.js';
import { connect } from '../../../src/deploy/ssh/index.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { missingSshd, Sshd } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

let workshop: Workshop;
let sshd: Sshd;
let session: HostSession;
let configFile: string;

describe.skipIf(missingSshd !== undefined)(`session ${missingSshd ?? ''}`, () => {
  beforeAll(async () => {
    workshop = await Workshop.open();
    workshop.key('user');
    workshop.key('host');
    sshd = await Sshd.start(workshop, {
      hostKeys: ['host'],
      authorized: ['user'],
      config: ['MaxSessions 4'],
    });
    const own = { Port: sshd.port, IdentityFile: workshop.path('user') };
    configFile = await writeSshConfig(workshop, { kvm1: own });
    const options = { interaction: new Person(true), trusted: true, configFile, host: 'rack1' };
    session = valueOf(await connect({ name: 'kvm1' }, options));
  });
  afterAll(async () => {
    session.close();
    await sshd.stop();
    await workshop.close();
  });

  it('bears the name of the text', () => {
    expect(session.host).toBe('rack1');
  });

  it('gives output, errors and exit status apart, all of it', async () => {
    const script = 'printf "a\\n\\n b "; printf "\\303\\251" >&2; exit 42';
    expect(valueOf(await session.run(['sh', '-c', script]))).toEqual({
      code: 42,
      stdout: 'a\n\n b ',
      stderr: 'é',
    });
  });

  it('has no terminal', async () => {
    expect(valueOf(await session.run(['sh', '-c', 'test -t 0 || test -t 1 || test -t 2'])).code).toBe(1);
  });

  it('hands every word to the program as it is', async () => {
    const words = [
      '$(reboot)',
      '`reboot`',
      "'",
      '"',
      '\\',
      '\n',
      '',
      ' ',
      '*',
      ']]>',
      '\u202e',
      '&&',
      '-x',
      '~',
    ];
    const { stdout } = valueOf(await session.run(['printf', '%s\\0', ...words]));
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });

  it('runs nothing that has NUL in it or has no words', async () => {
    expect(failureOf(await session.run(['echo', 'a\0b'])).code).toBe('command-invalid');
    expect(failureOf(await session.run([])).code).toBe('command-invalid');
  });

  it('sends input of any size with the pace of the program, and its end', async () => {
    const input = Buffer.alloc(12_000_000, 'kvmnet ');
    const { stdout } = valueOf(await session.run(['sh', '-c', 'sleep 0.2; wc -c'], { stdin: input }));
    expect(stdout.trim()).toBe('12000000');
    expect(valueOf(await session.run(['cat'], { stdin: 'é' })).stdout).toBe('é');
    expect(valueOf(await session.run(['cat'])).stdout).toBe('');
  });

  it('minds no program that ends before it has read its input', async () => {
    expect(valueOf(await session.run(['true'], { stdin: Buffer.alloc(4_000_000) })).code).toBe(0);
    expect(valueOf(await session.run(['head', '-c', '3'], { stdin: 'abc'.repeat(1_000_000) })).stdout).toBe(
      'abc',
    );
  });

  it('reports lines as they come, and a last one without an end', async () => {
    const times: number[] = [];
    const lines: string[] = [];
    const script = 'echo one; sleep 0.3; printf "two\\n\\nthr"; printf "ee"';
    await session.run(['sh', '-c', script], {
      onLine: (line) => {
        times.push(performance.now());
        lines.push(line);
      },
    });
    expect(lines).toEqual(['one', 'two', '', 'three']);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(150);
  });

  it('runs at most four programs at a time, the others in their turn', async () => {
    const results = await Promise.all(
      Array.from({ length: 15 }, (_, index) =>
        session.run(['sh', '-c', 'sleep 0.05; echo "$1"', 'sh', String(index)]),
      ),
    );
    expect(results.map((result) => valueOf(result).stdout)).toEqual(
      Array.from({ length: 15 }, (_, index) => `${index}\n`),
    );
  });

  it('waits no longer than told, and stays usable', async () => {
    const slow = ['sleep', '3'];
    expect(failureOf(await session.run(slow, { timeout: 200 })).code).toBe('timed-out');
    const cancel = new AbortController();
    const running = session.run(slow, { signal: cancel.signal });
    setTimeout(() => cancel.abort(), 200);
    expect(failureOf(await running).code).toBe('cancelled');
    expect(valueOf(await session.run(['echo', 'usable'])).stdout).toBe('usable\n');
  });

  it('reports the signal that ended a program as a shell does', async () => {
    expect(valueOf(await session.run(['sh', '-c', 'kill -KILL $$'])).code).toBe(137);
  });

  it('fails with connection-lost when the connection goes in the middle', async () => {
    const options = { interaction: new Person(true), trusted: true, configFile };
    const other = valueOf(await connect({ name: 'kvm1' }, options));
    const lines: string[] = [];
    const script = 'echo going; sleep 0.3; kill -KILL "$PPID"; sleep 5';
    const { code } = failureOf(await other.run(['sh', '-c', script], { onLine: (line) => lines.push(line) }));
    expect([code, lines]).toEqual(['connection-lost', ['going']]);
    expect(failureOf(await other.run(['true'])).code).toBe('connection-lost');
    other.close();
  });

  it.runIf(userInfo().uid === 0)('needs no sudo where the login is root', async () => {
    expect(valueOf(await session.run(['id', '-u'], { asRoot: true })).stdout).toBe('0\n');
  });
});
