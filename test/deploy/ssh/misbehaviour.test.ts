import type { Socket } from 'node:net';
import { userInfo } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/deploy/ssh/index.js';
import { MisbehavingServer, type Misbehaviour, type Misdeed } from './support/misbehaving-server.js';
import { Person } from './support/person.js';
import { failureOf, valueOf } from './support/results.js';
import { writeSshConfig } from './support/ssh-config.js';
import { Workshop } from './support/workshop.js';

const me = userInfo().username;
let workshop: Workshop;
let server: MisbehavingServer | undefined;
const uncaught: unknown[] = [];
const note = (error: unknown): unknown => uncaught.push(error);

async function reach(port: number, person = new Person(true), connectTimeout = 1000) {
  await workshop.file('known_hosts', '');
  const configFile = await writeSshConfig(workshop, { kvm1: { Port: port } });
  return await connect({ name: 'kvm1' }, { interaction: person, trusted: false, configFile, connectTimeout });
}

/** A session with a server that does this. */
async function sessionWith(how: Misbehaviour) {
  server = await MisbehavingServer.ssh(workshop, 'host', how);
  return valueOf(await reach(server.port));
}

beforeAll(async () => {
  workshop = await Workshop.open();
  workshop.key('host');
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
});
beforeEach(() => uncaught.splice(0));
afterEach(async () => {
  await server?.stop();
  server = undefined;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(uncaught).toEqual([]);
});
afterAll(async () => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
  await workshop.close();
});

describe('a server that misbehaves before anybody is logged in', () => {
  const raw = async (onConnection: Parameters<typeof MisbehavingServer.tcp>[0]) => {
    server = await MisbehavingServer.tcp(onConnection);
    return failureOf(await reach(server.port));
  };

  it('says nothing', async () => {
    const { code, message } = await raw(() => undefined);
    expect([code, message]).toEqual([
      'unreachable',
      'kvm1 accepts connections but did not answer within 1 s.',
    ]);
  });

  it('closes at once', async () => {
    expect((await raw((socket) => socket.end())).code).toBe('handshake-failed');
  });

  it('resets at once', async () => {
    expect((await raw((socket) => socket.resetAndDestroy())).code).toBe('handshake-failed');
  });

  it('is a web server', async () => {
    const { code } = await raw((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(code).toBe('handshake-failed');
  });

  it.each([
    ['lines', 'all work and no play\r\n'],
    ['bytes without an end of line', 'a'.repeat(4096)],
  ])('floods with %s', async (_, text) => {
    const before = process.memoryUsage().rss;
    const { code } = await raw((socket) => {
      const flood = (): void => {
        while (socket.writable && socket.write(text));
      };
      socket.on('drain', flood);
      flood();
    });
    expect(['handshake-failed', 'unreachable']).toContain(code);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('turns connections away for a while, as sshd does when too many log in', async () => {
    server = await MisbehavingServer.ssh(workshop, 'host', { turnsAway: 2 });
    valueOf(await reach(server.port)).close();
  });

  it('stalls after its name', async () => {
    expect((await raw((socket) => socket.write('SSH-2.0-Stall\r\n'))).code).toBe('unreachable');
  });

  it('sends rubbish after its name', async () => {
    const { code } = await raw((socket) => {
      socket.write('SSH-2.0-Rubbish\r\n');
      socket.write(Buffer.alloc(512, 0xff));
    });
    expect(code).toBe('handshake-failed');
  });

  it.each([
    ['resets', (socket: Socket) => socket.resetAndDestroy()],
    ['closes', (socket: Socket) => socket.end()],
  ])('%s while somebody logs in', async (_, act) => {
    server = await MisbehavingServer.ssh(workshop, 'host', {
      authenticate: (_context, socket) => act(socket),
    });
    expect(failureOf(await reach(server.port)).code).toBe('connection-lost');
  });

  it('stalls while somebody logs in', async () => {
    server = await MisbehavingServer.ssh(workshop, 'host', { authenticate: () => undefined });
    expect(failureOf(await reach(server.port)).code).toBe('unreachable');
  });

  it('goes away while the person is asked for a password', async () => {
    server = await MisbehavingServer.ssh(workshop, 'host', {
      authenticate: (context, socket) => {
        context.reject(['password']);
        setTimeout(() => socket.resetAndDestroy(), 50);
      },
    });
    const person = new Person(true);
    person.askSecret = () => new Promise((resolve) => setTimeout(() => resolve('late'), 150));
    expect(failureOf(await reach(server.port, person)).code).toBe('connection-lost');
    await new Promise((resolve) => setTimeout(resolve, 200));
  });

  it('wants a new password', async () => {
    server = await MisbehavingServer.ssh(workshop, 'host', {
      authenticate: (context) => {
        if (context.method === 'password') context.requestChange('Choose a new one', () => undefined);
        else context.reject(['password']);
      },
    });
    const { code, message } = failureOf(await reach(server.port, new Person(true, 'old')));
    expect([code, message]).toEqual(['authentication-failed', `The password of ${me} on kvm1 has expired.`]);
  });

  it('waits for a person for longer than the network may take', async () => {
    server = await MisbehavingServer.ssh(workshop, 'host', {
      authenticate: (context) =>
        context.method === 'password' && context.password === 'slow'
          ? context.accept()
          : context.reject(['password']),
    });
    const person = new Person(true);
    person.askSecret = () => new Promise((resolve) => setTimeout(() => resolve('slow'), 400));
    valueOf(await reach(server.port, person, 300)).close();
  });

  it('asks two things in one form of keyboard-interactive, with letters that move the cursor', async () => {
    const answers: string[][] = [];
    server = await MisbehavingServer.ssh(workshop, 'host', {
      authenticate: (context) => {
        if (context.method !== 'keyboard-interactive') {
          context.reject(['keyboard-interactive']);
          return;
        }
        const prompts = [
          { prompt: 'Name:\u001b[2J\u202e ', echo: true },
          { prompt: 'Code: ', echo: false },
        ];
        context.prompt(prompts, 'Door', 'Look at the device.\r\n', (given) => {
          answers.push(given);
          context.accept();
        });
      },
    });
    const person = new Person(true, 'anna', '123456');
    valueOf(await reach(server.port, person)).close();
    expect(answers).toEqual([['anna', '123456']]);
    expect(person.secrets).toEqual([
      {
        kind: 'keyboard-interactive',
        prompt: `Door\nLook at the device.\n\n(${me}@127.0.0.1) Name:\\u001b[2J\\u202e `,
        echo: true,
      },
      {
        kind: 'keyboard-interactive',
        prompt: `Door\nLook at the device.\n\n(${me}@127.0.0.1) Code: `,
        echo: false,
      },
    ]);
  });
});

describe('a server that misbehaves while a command runs', () => {
  it('cuts characters between packets', async () => {
    const text = 'Köln – 東京 – 🖧\nÅngström\n';
    const session = await sessionWith({
      exec: (channel) => {
        const bytes = Buffer.from(text.repeat(20));
        let at = 0;
        const next = (): void => {
          if (at < bytes.length) {
            channel.write(bytes.subarray(at, ++at));
            channel.stderr.write(bytes.subarray(at - 1, at));
            setImmediate(next);
          } else {
            channel.exit(0);
            channel.end();
          }
        };
        next();
      },
    });
    const lines: string[] = [];
    const { stdout, stderr } = valueOf(await session.run(['x'], { onLine: (line) => lines.push(line) }));
    expect(stdout).toBe(text.repeat(20));
    expect(stderr).toBe(text.repeat(20));
    expect(lines).toEqual(text.repeat(20).split('\n').slice(0, -1));
    session.close();
  });

  it.each<[string, Misdeed]>([
    ['closes the channel without an exit status', (channel) => channel.close()],
    ['resets the connection', (_channel, { socket }) => socket.resetAndDestroy()],
    ['closes the connection', (_channel, { socket }) => socket.end()],
    ['ends the connection as SSH would', (_channel, connection) => connection.close()],
    [
      'resets after half of the output',
      (channel, { socket }) => channel.write('half', () => socket.resetAndDestroy()),
    ],
    ['sends rubbish', (_channel, { socket }) => socket.write(Buffer.alloc(256, 0x55))],
  ])('%s', async (_, exec) => {
    const session = await sessionWith({ exec });
    const results = await Promise.all([
      session.run(['x']),
      session.run(['x'], { stdin: 'some input' }),
      session.run(['x'], { stdin: Buffer.alloc(5_000_000) }),
      session.run(['x']),
      session.run(['one that waits its turn']),
    ]);
    expect(results.map((result) => failureOf(result).code)).toEqual(Array(5).fill('connection-lost'));
    expect(failureOf(await session.run(['after the end'])).code).toBe('connection-lost');
    session.close();
    session.close();
  });

  it('floods with more than anybody wants to have', async () => {
    const session = await sessionWith({
      exec: (channel) => {
        const chunk = Buffer.alloc(64 * 1024, 'x');
        const flood = (): void => {
          while (channel.writable && channel.write(chunk));
        };
        channel.on('drain', flood);
        flood();
      },
    });
    expect(failureOf(await session.run(['yes'])).code).toBe('too-much-output');
    session.close();
  });

  it('never ends a command', async () => {
    const session = await sessionWith({ exec: (channel) => channel.write('working…\n') });
    const before = performance.now();
    expect(failureOf(await session.run(['x'], { timeout: 200 })).code).toBe('timed-out');
    expect(performance.now() - before).toBeLessThan(2000);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 100);
    expect(failureOf(await session.run(['x'], { signal: cancel.signal })).code).toBe('cancelled');
    expect(failureOf(await session.run(['x'], { signal: AbortSignal.abort() })).code).toBe('cancelled');
    session.close();
  });

  it('never opens a channel', async () => {
    const session = await sessionWith({ session: 'ignore' });
    expect(failureOf(await session.run(['x'], { timeout: 200 })).code).toBe('timed-out');
    session.close();
  });

  it('refuses to open a channel', async () => {
    const session = await sessionWith({ session: 'refuse' });
    expect(failureOf(await session.run(['x'])).code).toBe('session-refused');
    session.close();
  });

  it('is closed by us in the middle of a command', async () => {
    const session = await sessionWith({ exec: (channel) => channel.write('working…\n') });
    const running = session.run(['x'], { stdin: 'x' });
    setTimeout(() => session.close(), 100);
    expect(failureOf(await running).code).toBe('connection-lost');
  });

  it('stops answering: keepalive finds out', async () => {
    const session = await sessionWith({ exec: (_channel, { socket }) => socket.pause() });
    const { code, details } = failureOf(await session.run(['x']));
    expect([code, details]).toEqual(['connection-lost', 'Keepalive timeout']);
    session.close();
  }, 40_000);

  it('reports a signal as a shell does', async () => {
    const session = await sessionWith({
      exec: (channel) => {
        channel.exit('TERM', false, '');
        channel.end();
      },
    });
    expect(valueOf(await session.run(['x'])).code).toBe(143);
    session.close();
  });
});
