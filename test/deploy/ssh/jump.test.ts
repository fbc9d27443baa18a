import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostSession } from '../../../src/deploy/index.js';
import { connect, type ConnectOptions } from '../../../src/deploy/ssh/index.js';
import { MisbehavingServer } from './support/misbehaving-server.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { freePort, missingSshd, Sshd } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

let workshop: Workshop;
const servers = new Map<string, Sshd>();
const open: HostSession[] = [];
const uncaught: unknown[] = [];
const note = (error: unknown): unknown => uncaught.push(error);

const port = (name: string): number => servers.get(name)?.port ?? 0;

async function configure(jumps: Readonly<Record<string, string>>, known: readonly string[]): Promise<string> {
  const blocks = [...servers.keys()].map((name) => {
    const jump = jumps[name];
    const own = { Port: port(name), IdentityFile: workshop.path('user') };
    return [name, { ...own, ...(jump !== undefined && { ProxyJump: jump }) }] as const;
  });
  const lines = known.map((name) => workshop.knownHost(`[127.0.0.1]:${port(name)}`, `host-${name}`));
  await workshop.file('known_hosts', (await Promise.all(lines)).join(''));
  return await writeSshConfig(workshop, Object.fromEntries(blocks));
}

async function reach(person: Person, configFile: string, more: Partial<ConnectOptions> = {}) {
  const result = await connect(
    { name: 'inner' },
    { interaction: person, trusted: true, configFile, ...more },
  );
  if (result.ok) open.push(result.value);
  return result;
}

describe.skipIf(missingSshd !== undefined)(`jump hosts ${missingSshd ?? ''}`, () => {
  beforeAll(async () => {
    process.on('uncaughtException', note);
    process.on('unhandledRejection', note);
    workshop = await Workshop.open();
    workshop.key('user');
    for (const name of ['gate', 'middle', 'inner']) {
      workshop.key(`host-${name}`);
      const config = name === 'inner' ? ['AllowTcpForwarding no'] : [];
      servers.set(
        name,
        await Sshd.start(workshop, { hostKeys: [`host-${name}`], authorized: ['user'], config }),
      );
    }
  });
  beforeEach(() => uncaught.splice(0));
  afterEach(async () => {
    for (const one of open.splice(0)) one.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(uncaught).toEqual([]);
  });
  afterAll(async () => {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
    for (const server of servers.values()) await server.stop();
    await workshop.close();
  });

  it.each([true, false])('passes through one (OpenSSH reads the configuration: %s)', async (trusted) => {
    const configFile = await configure({ inner: 'gate' }, ['gate', 'inner']);
    const session = valueOf(await reach(new Person(false), configFile, { trusted }));
    const { stdout } = valueOf(await session.run(['sh', '-c', 'echo $SSH_CONNECTION']));
    expect(stdout.trim().endsWith(` ${port('inner')}`)).toBe(true);
    expect(await servers.get('gate')?.log()).toContain('Accepted publickey');
  });

  it.each([
    ['in one list', { inner: 'gate,middle' }],
    ['each by its own configuration', { inner: 'middle', middle: 'gate' }],
  ])('passes through two, written %s', async (_, jumps) => {
    const configFile = await configure(jumps, ['gate', 'middle', 'inner']);
    const session = valueOf(await reach(new Person(false), configFile));
    expect(valueOf(await session.run(['wc', '-c'], { stdin: Buffer.alloc(3_000_000) })).stdout.trim()).toBe(
      '3000000',
    );
    const further = valueOf(await session.reconnect());
    open.push(further);
    expect(valueOf(await further.run(['echo', 'again'])).stdout).toBe('again\n');
  });

  it('passes through those that the text names instead of those of the configuration', async () => {
    const configFile = await configure({ inner: 'nowhere' }, ['gate', 'inner']);
    valueOf(await reach(new Person(false), configFile, { via: [{ name: 'gate' }] }));
    const explicit = { name: '127.0.0.1', port: port('gate') };
    const failed = failureOf(await reach(new Person(false), configFile, { via: [explicit] }));
    expect(failed.code).toBe('authentication-failed');
    expect(failed.message).toContain('127.0.0.1 (jump host)');
  });

  it('verifies each one under its own name', async () => {
    const configFile = await configure({ inner: 'gate' }, []);
    const person = new Person(true);
    valueOf(await reach(person, configFile));
    expect(person.hostKeys.map(({ name, fingerprint }) => [name, fingerprint])).toEqual(
      ['gate', 'inner'].map((name) => [`[127.0.0.1]:${port(name)}`, workshop.fingerprint(`host-${name}`)]),
    );
  });

  it('goes no further than a jump host whose key changed', async () => {
    const configFile = await configure({ inner: 'gate' }, ['inner']);
    await workshop.file('known_hosts', await workshop.knownHost(`[127.0.0.1]:${port('gate')}`, 'host-inner'));
    const { code, message } = failureOf(await reach(new Person(true), configFile));
    expect(code).toBe('host-key-changed');
    expect(message).toContain('gate (jump host)');
  });

  it('says which machine cannot be reached from where', async () => {
    const nobody = await freePort();
    const configFile = await configure({ inner: 'gate' }, ['gate', 'inner']);
    const result = await connect(
      { name: 'inner', port: nobody },
      { interaction: new Person(false), trusted: true, configFile },
    );
    const { code, message } = failureOf(result);
    expect(code).toBe('unreachable');
    expect(message).toContain(`port ${nobody}) cannot be reached from the jump host`);
  });

  it('finds a circle in the configuration', async () => {
    const configFile = await configure({ inner: 'gate', gate: 'middle', middle: 'gate' }, []);
    expect(failureOf(await reach(new Person(false), configFile)).code).toBe('proxy-jump-loop');
  });

  it('survives the loss of a jump host in the middle of commands', async () => {
    const configFile = await configure({ inner: 'gate,middle' }, ['gate', 'middle', 'inner']);
    for (const stdin of [undefined, 'some', Buffer.alloc(6_000_000)]) {
      const session = valueOf(await reach(new Person(false), configFile));
      const options = stdin === undefined ? {} : { stdin };
      const running = [
        session.run(['sleep', '20'], options),
        session.run(['cat'], options),
        session.run(['sleep', '20']),
      ];
      const gateConnection = valueOf(await reachGate(configFile));
      // Every child of the listener of the gate is one connection.
      await new Promise((resolve) => setTimeout(resolve, 150));
      await gateConnection.run(['sh', '-c', 'pkill -KILL -P "$(ps -o ppid= -p "$PPID" | tr -d " ")"']);
      for (const result of [running[0], running[2]]) {
        expect(failureOf((await result) ?? { ok: true, value: undefined }).code).toBe('connection-lost');
      }
      await running[1];
      expect(failureOf(await session.run(['true'])).code).toBe('connection-lost');
    }
  }, 40_000);

  it('can be cancelled while it waits for the second machine', async () => {
    const silent = await MisbehavingServer.tcp(() => undefined);
    const configFile = await configure({ inner: 'gate' }, ['gate', 'inner']);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 400);
    const result = await connect(
      { name: 'inner', port: silent.port },
      { interaction: new Person(false), trusted: true, configFile, signal: cancel.signal },
    );
    expect(failureOf(result).code).toBe('cancelled');
    await silent.stop();
  });
});

async function reachGate(configFile: string) {
  const result = await connect(
    { name: 'gate' },
    { interaction: new Person(false), trusted: true, configFile },
  );
  if (result.ok) open.push(result.value);
  return result;
}
