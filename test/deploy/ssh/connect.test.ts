import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Answers, connect, type ConnectOptions } from '../../../src/deploy/ssh/index.js';
import { MisbehavingServer } from './support/misbehaving-server.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { freePort } from './support/sshd.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

let workshop: Workshop;

async function reach(
  directives: Readonly<Record<string, string | number>>,
  more: Partial<ConnectOptions> = {},
) {
  return await reachBy(await writeSshConfig(workshop, { kvm1: directives }), more);
}

const reachBy = (configFile: string, more: Partial<ConnectOptions>): ReturnType<typeof connect> =>
  connect(
    { name: 'kvm1' },
    { interaction: new Person(true), trusted: false, configFile, host: 'rack1', ...more },
  );

beforeAll(async () => {
  workshop = await Workshop.open();
  workshop.key('host');
});
afterAll(() => workshop.close());

describe('connect', () => {
  it('says that nobody listens', async () => {
    const port = await freePort();
    const { code, message, nextStep } = failureOf(await reach({ Port: port }));
    expect([code, message]).toEqual([
      'unreachable',
      `rack1 (127.0.0.1 port ${port}) refuses the connection.`,
    ]);
    expect(nextStep).toContain('sshd');
  });

  it('says that a name has no address', async () => {
    // RFC 6761: no name below "invalid" is ever in the DNS. Without a name server the answer is another one.
    const { code, message } = failureOf(await reach({ HostName: 'kvm1.invalid' }));
    expect(code).toBe('unreachable');
    expect(message).toMatch(
      /^rack1: (?:no address is known for|the name server did not answer for) "kvm1\.invalid"/,
    );
  });

  it('waits for nobody longer than told', async () => {
    const before = performance.now();
    const { code } = failureOf(await reach({ HostName: '192.0.2.1' }, { connectTimeout: 300 }));
    expect(code).toBe('unreachable');
    expect(performance.now() - before).toBeLessThan(5000);
  });

  it('is cancelled before and while it waits', async () => {
    const silent = await MisbehavingServer.tcp(() => undefined);
    expect(failureOf(await reach({ Port: silent.port }, { signal: AbortSignal.abort() })).code).toBe(
      'cancelled',
    );
    const late = failureOf(await reach({ Port: silent.port }, { signal: AbortSignal.timeout(100) }));
    expect(late.code).toBe('cancelled');
    await silent.stop();
  });

  it('is cancelled while a person is asked', async () => {
    const server = await MisbehavingServer.ssh(workshop, 'host', {});
    const person = new Person(true);
    person.acceptHostKey = () => new Promise<boolean>(() => undefined);
    const result = await reach(
      { Port: server.port },
      { interaction: person, signal: AbortSignal.timeout(300) },
    );
    expect(failureOf(result).code).toBe('cancelled');
    await server.stop();
  });

  it('goes to another address and port when told, and looks the key up under the own name', async () => {
    const server = await MisbehavingServer.ssh(workshop, 'host', {});
    await workshop.file('known_hosts', await workshop.knownHost('kvm1.example.com', 'host'));
    const person = new Person(false);
    const elsewhere = { interaction: person, address: '127.0.0.1', port: server.port };
    valueOf(await reach({ HostName: 'kvm1.example.com' }, elsewhere)).close();
    expect(person.hostKeys).toEqual([]);
    await server.stop();
  });

  it('does not follow a ProxyCommand', async () => {
    const { code, nextStep } = failureOf(await reach({ ProxyCommand: 'nc %h %p' }));
    expect(code).toBe('proxy-command-unsupported');
    expect(nextStep).toContain('ProxyJump');
  });

  it('asks each question once where several connections share the answers', async () => {
    const server = await MisbehavingServer.ssh(workshop, 'host', {
      authenticate: (context) =>
        context.method === 'password' && context.password === 'shared'
          ? context.accept()
          : context.reject(['password']),
    });
    await workshop.file('known_hosts', '');
    const person = new Person(true, 'shared');
    const answers = new Answers(person);
    // Written once: who reads the file while another one writes it finds no host.
    const configFile = await writeSshConfig(workshop, { kvm1: { Port: server.port } });
    const sessions = await Promise.all(
      Array.from({ length: 5 }, () => reachBy(configFile, { interaction: person, answers })),
    );
    for (const session of sessions) valueOf(session).close();
    expect([person.hostKeys.length, person.secrets.length]).toEqual([1, 1]);
    await server.stop();
  });
});
