import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Qmp } from './qmp.js';

export interface MachineLaunch {
  readonly args: readonly string[];
  /** Process id of QEMU goes here, and is how others find it. */
  readonly pidFile: string;
  /** What QEMU complains about goes here. */
  readonly errorLog: string;
  readonly monitorSocket: string;
  /** It lives on after the process that starts it; else the kernel ends it with that process, however that ends. */
  readonly outlivesStarter: boolean;
}

/** Starts QEMU and waits until it takes commands. Rejects with what it complained about if it ends before. */
export async function launchMachine(launch: MachineLaunch): Promise<void> {
  const errors = openSync(launch.errorLog, 'a');
  const machine = { ended: false };
  try {
    const command = ['qemu-system-x86_64', ...launch.args];
    const [program = '', ...args] = launch.outlivesStarter
      ? command
      : ['setpriv', '--pdeathsig', 'KILL', '--', ...command];
    const child = spawn(program, args, {
      stdio: ['ignore', errors, errors],
      // A terminal's Ctrl+C is for the lab's commands; they stop machines in order.
      detached: true,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.once('exit', () => {
      machine.ended = true;
    });
    child.unref();
    await writeFile(launch.pidFile, `${child.pid}\n`);
  } finally {
    closeSync(errors);
  }
  for (;;) {
    try {
      const qmp = await Qmp.connect(launch.monitorSocket);
      qmp[Symbol.dispose]();
      return;
    } catch {
      // Its command line says nothing for a moment, while setpriv becomes QEMU.
      if (machine.ended) {
        const complaint = await readFile(launch.errorLog, 'utf8').catch(() => '');
        throw new Error(`QEMU did not start:\n${complaint.trim().split('\n').slice(-5).join('\n')}`);
      }
      await sleep(20);
    }
  }
}

/** Ends QEMU the way a power cut ends a host: nothing more is written by it, and what it has written stays. */
export async function cutPower(monitorSocket: string, pidFile: string): Promise<void> {
  const pid = await runningPid(pidFile);
  if (pid === undefined) return;
  try {
    // Killing QEMU would lose what its image format has not written yet, which no real disk would.
    using qmp = await Qmp.connect(monitorSocket);
    await qmp.execute('quit');
  } catch {
    killIfThere(pid);
  }
  await untilGone(pid);
  await rm(pidFile, { force: true });
}

/** Ends QEMU at once; its disk is worth nothing afterwards. */
export async function abandon(pidFile: string): Promise<void> {
  const pid = await runningPid(pidFile);
  if (pid !== undefined) {
    killIfThere(pid);
    await untilGone(pid);
  }
  await rm(pidFile, { force: true });
}

/** Its files stay locked until it is gone, which takes a moment after it was killed. */
async function untilGone(pid: number): Promise<void> {
  for (let waited = 0; isRunning(pid); waited += 20) {
    if (waited === 10_000) killIfThere(pid);
    await sleep(20);
  }
}

/** The process id in the file, if that process is a QEMU and lives. */
export async function runningPid(pidFile: string): Promise<number | undefined> {
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).trim());
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return undefined;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes('qemu-system') ? pid : undefined;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
