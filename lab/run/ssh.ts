import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProgramFailed, quoted, runProgram, type ProgramResult } from '../program.js';
import type { LabHostName } from '../recipe/hosts.js';
import { labUsers, type LabUser } from '../recipe/users.js';

/** What the OpenSSH client needs to know of a host. */
export interface SshTarget {
  readonly name: LabHostName;
  readonly port: number;
  readonly identityFile: string;
  readonly knownHostsFile: string;
}

/** The section of an ssh_config(5) for one host. Nothing of the person's own configuration is needed, nor read with -F. */
export function sshConfig(target: SshTarget): string {
  return [
    `Host ${target.name}`,
    '  HostName 127.0.0.1',
    `  Port ${target.port}`,
    '  User admin',
    `  IdentityFile "${target.identityFile}"`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile "${target.knownHostsFile}"`,
    '  GlobalKnownHostsFile /dev/null',
    '  StrictHostKeyChecking yes',
    '',
  ].join('\n');
}

export function knownHostsLine(port: number, publicKey: string): string {
  const [type = '', key = ''] = publicKey.trim().split(' ');
  return `[127.0.0.1]:${port} ${type} ${key}`;
}

export interface ExecOptions {
  readonly stdin?: string;
  /** Default root: lab commands look and prepare; they are not the product's. */
  readonly user?: LabUser;
  /** Seconds. Default 120. */
  readonly timeout?: number;
  /** Over a connection of its own; else over one that commands of the same user share, which saves a login. */
  readonly newConnection?: boolean;
}

/** A program with its arguments, each passed on as it is, or a script for the remote shell. */
export type HostCommand = readonly string[] | string;

/** Where commands for one host go through. */
export interface SshRoute {
  readonly name: LabHostName;
  readonly configFile: string;
  /** For the sockets of shared connections. */
  readonly socketFolder: string;
}

/** Runs a command on a host and gives its exit code; 255 is also ssh's own for "not connected". */
export async function runOverSsh(
  route: SshRoute,
  command: HostCommand,
  options: ExecOptions = {},
): Promise<ProgramResult> {
  const result = await runOnce(route, command, options);
  // A change of the host has cut the shared connection, and only this command finds out, before it is passed on.
  const isCut = result.code === 255 && /^mux_client_request_session: /m.test(result.stderr);
  return isCut ? runOnce(route, command, { ...options, newConnection: true }) : result;
}

function runOnce(route: SshRoute, command: HostCommand, options: ExecOptions): Promise<ProgramResult> {
  const user = options.user ?? 'root';
  const sharing = options.newConnection
    ? ['-S', 'none']
    : ['-o', 'ControlMaster=auto', '-o', 'ControlPersist=120', '-S', controlPath(route, user)];
  return runProgram(
    [
      ...['ssh', '-F', route.configFile, '-l', user, '-T', ...sharing],
      ...['-o', 'BatchMode=yes', '-o', 'LogLevel=ERROR', '-o', 'ConnectTimeout=30'],
      // A connection that a test has cut is given up after 20 s.
      ...['-o', 'ServerAliveInterval=5', '-o', 'ServerAliveCountMax=4'],
      ...[route.name, '--', typeof command === 'string' ? command : command.map(quoted).join(' ')],
    ],
    { timeout: options.timeout ?? 120, ...(options.stdin === undefined ? {} : { stdin: options.stdin }) },
  );
}

/** Closes the connections that commands have shared. */
export async function closeSharedConnections(route: SshRoute): Promise<void> {
  await Promise.all(
    Object.values(labUsers).map(async (user) => {
      const socket = controlPath(route, user);
      if (!existsSync(socket)) return;
      await runProgram(['ssh', '-F', route.configFile, '-S', socket, '-O', 'exit', route.name]);
      // The connection takes its socket away a moment after it has said that it will.
      for (let waited = 0; existsSync(socket) && waited < 2000; waited += 20) await sleep(20);
      await rm(socket, { force: true });
    }),
  );
}

function controlPath(route: SshRoute, user: LabUser): string {
  return `${route.socketFolder}/${route.name}-${user}`;
}

/** Waits until root can log in. Seconds; rejects when they have passed. */
export async function untilReachable(route: SshRoute, timeout: number): Promise<void> {
  const deadline = Date.now() + timeout * 1000;
  for (;;) {
    const left = (deadline - Date.now()) / 1000;
    const limit = Math.max(1, Math.min(left, 60));
    const result = await runOverSsh(route, ['true'], { timeout: limit, newConnection: true });
    if (result.code === 0) return;
    if (Date.now() > deadline)
      throw new ProgramFailed(['ssh', '-F', route.configFile, route.name, 'true'], result);
    await sleep(500);
  }
}
