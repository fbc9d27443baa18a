import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Workshop } from './workshop.js';

/** A real ssh-agent. */
export class Agent {
  readonly #process: ChildProcess;

  private constructor(
    readonly socket: string,
    process: ChildProcess,
  ) {
    this.#process = process;
  }

  static async start(workshop: Workshop, name = 'agent'): Promise<Agent> {
    const socket = workshop.path(name);
    const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    for (let i = 0; i < 200 && !existsSync(socket); i++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return new Agent(socket, child);
  }

  /** @param path of a private key without a passphrase */
  add(path: string): void {
    const { status, stderr } = spawnSync('ssh-add', ['-q', path], {
      env: { ...process.env, SSH_AUTH_SOCK: this.socket },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }

  stop(): void {
    this.#process.kill('SIGTERM');
  }
}
