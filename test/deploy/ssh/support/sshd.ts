import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { mountsOf, type Account } from './people.js';
import type { Workshop } from './workshop.js';

const SSHD = '/usr/sbin/sshd';

/** Why there is no real OpenSSH server on this machine, if so. */
export const missingSshd = existsSync(SSHD) ? undefined : `${SSHD} is not there: apt install openssh-server`;

/** Why no server can have accounts of its own, if so. */
export const missingAccounts =
  missingSshd ??
  (process.getuid?.() !== 0
    ? 'throw-away accounts need root'
    : spawnSync('unshare', ['--mount', 'true']).status !== 0
      ? 'throw-away accounts need mount namespaces'
      : existsSync('/usr/bin/sudo')
        ? undefined
        : 'sudo is not there: apt install sudo');

export interface SshdOptions {
  /** Names of keys of the workshop. */
  readonly hostKeys: readonly string[];
  /** Names of keys of the workshop that may log in. */
  readonly authorized?: readonly string[];
  /** Further lines of sshd_config; they come first, where the first value of a keyword wins. */
  readonly config?: readonly string[];
  readonly accounts?: readonly Account[];
}

/** A real sshd on a free port of 127.0.0.1. */
export class Sshd {
  readonly #process: ChildProcess;
  readonly #log: string;

  private constructor(
    readonly port: number,
    process: ChildProcess,
    log: string,
  ) {
    this.#process = process;
    this.#log = log;
  }

  static async start(workshop: Workshop, options: SshdOptions, port?: number): Promise<Sshd> {
    const chosen = port ?? (await freePort());
    const keys = await Promise.all((options.authorized ?? []).map((name) => workshop.publicKey(name)));
    const authorized = await workshop.file(`authorized-${chosen}`, `${keys.join('\n')}\n`, 0o644);
    const log = await workshop.file(`sshd-${chosen}.log`, '');
    const config = [
      ...(options.config ?? []),
      `Port ${chosen}`,
      'ListenAddress 127.0.0.1',
      ...options.hostKeys.map((name) => `HostKey ${workshop.path(name)}`),
      `AuthorizedKeysFile ${authorized}`,
      'StrictModes no',
      `UsePAM ${options.accounts ? 'yes' : 'no'}`,
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'PidFile none',
      'PrintMotd no',
      'LogLevel VERBOSE',
      '',
    ];
    const file = await workshop.file(`sshd_config-${chosen}`, config.join('\n'));
    // The service unit of the distribution makes this folder, and sshd of root does not start without it.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const mounts = options.accounts ? await mountsOf(workshop, options.accounts) : [];
    const command = `exec ${SSHD} -D -f ${file} -E ${log}`;
    const child =
      mounts.length === 0
        ? spawn('/bin/sh', ['-c', command], { stdio: 'ignore' })
        : spawn('unshare', ['--mount', '/bin/sh', '-ec', [...mounts, command].join('\n')], {
            stdio: 'inherit',
          });
    await listening(chosen, child, log);
    return new Sshd(chosen, child, log);
  }

  log(): Promise<string> {
    return readFile(this.#log, 'utf8');
  }

  /** Ends the listener; connections that are open stay. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await ended;
  }
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function listening(port: number, child: ChildProcess, log: string): Promise<void> {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${await readFile(log, 'utf8')}`);
    if (await answers(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  throw new Error(`sshd does not listen on ${port}: ${await readFile(log, 'utf8')}`);
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
