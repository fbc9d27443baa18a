import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { HostFiles } from './settled-host.js';

const SSHD = '/usr/sbin/sshd';

/** Why hosts of this kind cannot be had here, if so. */
export const missingFleet =
  process.getuid?.() !== 0
    ? 'hosts with roots of their own need root'
    : existsSync(SSHD)
      ? undefined
      : `${SSHD} is not there: apt install openssh-server`;

/** Folders of the machine that every host shares. */
const SHARED = ['usr', 'dev', 'proc', 'sys', 'etc/alternatives'];
const LINKS = ['bin', 'sbin', 'lib', 'lib64'];
const COPIED = ['etc/ld.so.cache', 'etc/os-release', 'etc/nsswitch.conf'];

/** Enters the root and stays the same process, so that ending it ends the host. Arguments: the root. */
const ENTER = `
root=$1
for folder in ${SHARED.join(' ')}; do mount --rbind "/$folder" "$root/$folder"; done
exec chroot "$root" ${SSHD} -D -e -f /etc/ssh/sshd_config
`;

/** Hosts on ports of 127.0.0.1: a real sshd each, in a root of its own, with files and stand-ins of its own. */
export class LoopbackFleet implements AsyncDisposable {
  private readonly processes: ChildProcess[] = [];

  private constructor(
    readonly folder: string,
    private readonly ports: ReadonlyMap<string, number>,
  ) {}

  /** For `ssh -F`: names of hosts as in the text, a key, and the keys of the hosts. */
  get sshConfig(): string {
    return join(this.folder, 'ssh_config');
  }

  portOf(host: string): number {
    const port = this.ports.get(host);
    if (port === undefined) throw new Error(`There is no ${host}.`);
    return port;
  }

  static async start(hosts: ReadonlyMap<string, HostFiles>): Promise<LoopbackFleet> {
    // Sockets of shared connections lie in it, whose paths have at most 108 characters.
    const folder = await mkdtemp('/tmp/kvb-');
    const ports = await freePorts(hosts.size);
    const fleet = new LoopbackFleet(
      folder,
      new Map([...hosts.keys()].map((name, index) => [name, ports[index] ?? 0])),
    );
    try {
      for (const key of ['host_key', 'id'])
        execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
      await fleet.writeSshConfig();
      for (const [name, files] of hosts) await fleet.boot(name, files);
      for (const [name, port] of fleet.ports) await untilListening(name, port);
      return fleet;
    } catch (error) {
      await fleet[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Commands that ran on a host since the last time, in the words of its sshd's log. */
  async sessions(host: string): Promise<number> {
    const log = join(this.folder, host, 'sshd.log');
    const text = await readFile(log, 'utf8');
    await writeFile(log, '');
    return text.split('\n').filter((line) => line.startsWith('Starting session: command')).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.processes
      .filter(({ exitCode }) => exitCode === null)
      .map((process) => new Promise((resolve) => process.once('exit', resolve)));
    for (const process of this.processes) process.kill('SIGTERM');
    await Promise.all(ended);
    await rm(this.folder, { recursive: true });
  }

  private async boot(name: string, files: HostFiles): Promise<void> {
    const root = join(this.folder, name);
    for (const path of [...SHARED, 'etc/ssh', 'run/sshd', 'root/.ssh', 'tmp'])
      await mkdir(join(root, path), { recursive: true });
    await chmod(join(root, 'tmp'), 0o1777);
    for (const link of LINKS) await symlink(`usr/${link}`, join(root, link));
    for (const path of COPIED) await cp(join('/', path), join(root, path), { dereference: true });
    await cp(join(import.meta.dirname, 'stand-ins'), join(root, 'opt'), { recursive: true });
    await cp(join(this.folder, 'host_key'), join(root, 'etc/ssh/host_key'));
    await cp(join(this.folder, 'id.pub'), join(root, 'root/.ssh/authorized_keys'));
    const system: HostFiles = {
      '/etc/passwd':
        'root:x:0:0::/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\nnobody:x:65534:65534::/:/usr/sbin/nologin\n',
      // Without it every account counts as locked.
      '/etc/shadow': 'root:*:19000::::::\n',
      '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
      '/etc/ssh/sshd_config': [
        `Port ${this.portOf(name)}`,
        'ListenAddress 127.0.0.1',
        'HostKey /etc/ssh/host_key',
        'PermitRootLogin yes',
        'PasswordAuthentication no',
        'StrictModes no',
        'UsePAM no',
        'UseDNS no',
        'PrintMotd no',
        'PidFile none',
        'LogLevel VERBOSE',
        'Subsystem sftp internal-sftp',
        'SetEnv PATH=/opt:/usr/sbin:/usr/bin',
        '',
      ].join('\n'),
    };
    for (const [path, text] of Object.entries({ ...system, ...files })) {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode: path.endsWith('.nmconnection') ? 0o600 : 0o644 });
    }
    const log = join(root, 'sshd.log');
    const argv = [
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-ec',
      `exec 2>>"$1/sshd.log"\n${ENTER}`,
      '-',
      root,
    ];
    await writeFile(log, '');
    this.processes.push(spawn('unshare', argv, { stdio: 'ignore' }));
  }

  private async writeSshConfig(): Promise<void> {
    const hostKey = (await readFile(join(this.folder, 'host_key.pub'), 'utf8'))
      .split(' ')
      .slice(0, 2)
      .join(' ');
    const knownHosts = join(this.folder, 'known_hosts');
    const names = [...this.ports.values()].map((port) => `[127.0.0.1]:${port} ${hostKey}\n`);
    await writeFile(knownHosts, names.join(''));
    const hosts = [...this.ports].map(
      ([name, port]) =>
        `Host ${name}\n  HostName 127.0.0.1\n  Port ${port}\n  User root\n  IdentityFile ${join(this.folder, 'id')}\n  IdentitiesOnly yes\n  UserKnownHostsFile ${knownHosts}\n  GlobalKnownHostsFile /dev/null\n  StrictHostKeyChecking yes\n`,
    );
    await writeFile(this.sshConfig, hosts.join(''));
  }
}

/** Free at this moment; all are held until the last is found, so that none is given twice. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address !== null && typeof address === 'object') ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function untilListening(host: string, port: number): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await setTimeout(100);
  }
  throw new Error(`The sshd of ${host} does not listen.`);
}
