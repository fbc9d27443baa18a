import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SSHD = '/usr/sbin/sshd';

/** Why there is no real OpenSSH server on this machine, if so. */
export const missingSshd = existsSync(SSHD)
  ? undefined
  : `${SSHD} is not installed (apt install openssh-server)`;

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

/** A folder of throw-away keys and files, which only its owner may read, as sshd and ssh demand. */
export class Workshop {
  private constructor(readonly folder: string) {}

  static async open(): Promise<Workshop> {
    return new Workshop(await mkdtemp(join(tmpdir(), 'kvmnet-ssh-')));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** @returns the path of the private key */
  key(name: string, type: KeyType = 'ed25519', passphrase = '', ...more: readonly string[]): string {
    const path = this.path(name);
    const argv = ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', path, ...more];
    execFileSync('ssh-keygen', type === 'rsa' ? [...argv, '-b', '2048'] : argv);
    return path;
  }

  async publicKey(name: string): Promise<string> {
    return (await readFile(this.path(`${name}.pub`), 'utf8')).trim();
  }

  /** The line of known_hosts for a host key of this workshop. */
  async knownHost(names: string, key: string): Promise<string> {
    const [type = '', base64 = ''] = (await this.publicKey(key)).split(' ');
    return `${names} ${type} ${base64}\n`;
  }

  async file(name: string, content: string, mode = 0o600): Promise<string> {
    const path = this.path(name);
    await writeFile(path, content, { mode });
    return path;
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface SshdOptions {
  /** Paths of private keys. */
  readonly hostKeys: readonly string[];
  /** Lines of authorized_keys. */
  readonly authorized?: readonly string[];
  /** Further lines of sshd_config; the first value of a keyword wins, so they come first. */
  readonly config?: readonly string[];
}

/** A real sshd of this user on a free port of 127.0.0.1. */
export class Sshd {
  private constructor(
    readonly port: number,
    private readonly process: ChildProcess,
    private readonly logPath: string,
  ) {}

  static async start(workshop: Workshop, options: SshdOptions): Promise<Sshd> {
    const port = await freePort();
    const authorized = await workshop.file(
      `authorized_keys-${port}`,
      `${(options.authorized ?? []).join('\n')}\n`,
    );
    const log = await workshop.file(`sshd-${port}.log`, '');
    const config = [
      ...(options.config ?? []),
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...options.hostKeys.map((path) => `HostKey ${path}`),
      `AuthorizedKeysFile ${authorized}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'PidFile none',
      'LogLevel VERBOSE',
      'AcceptEnv *',
    ].join('\n');
    const path = await workshop.file(`sshd_config-${port}`, `${config}\n`);
    await prepareSeparation();
    const child = spawn(SSHD, ['-D', '-f', path, '-E', log], { stdio: 'ignore' });
    await listening(port, child, log);
    return new Sshd(port, child, log);
  }

  log(): Promise<string> {
    return readFile(this.logPath, 'utf8');
  }

  /** Ends the listener, and with `hard` the connections too. */
  async stop(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
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

/** sshd of root insists on its empty folder, which the service unit of the distribution would have made. */
async function prepareSeparation(): Promise<void> {
  if (process.getuid?.() !== 0 || existsSync('/run/sshd')) return;
  await import('node:fs/promises').then(({ mkdir }) => mkdir('/run/sshd', { mode: 0o755 }));
}

async function listening(port: number, child: ChildProcess, log: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (child.exitCode !== null) throw new Error(`sshd ended: ${await readFile(log, 'utf8')}`);
    const up = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await appendFile(log, 'the test gave up waiting\n');
  throw new Error(`sshd does not listen on ${port}`);
}
