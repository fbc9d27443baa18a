import { constants } from 'node:os';
import { failure, success, type Result } from '../failure.js';
import type { Exited, RunOptions } from '../session.js';
import { messageOf } from './gone.js';
import { Output } from './output.js';
import { ChannelRefused, type RemoteProcess, type SshClient } from './ssh-client.js';

/** What stands between the start of a command and that of the program in it: sudo. */
export interface Prelude {
  /** The input of the program is held back until the program runs, because the prelude reads from the same stream. */
  readonly holdsInput: boolean;
  /**
   * Standard error while the program has not begun.
   *
   * @returns what the program wrote, once it has begun; `stop` to end the command
   */
  receive(chunk: Buffer, write: (line: string) => void): Buffer | 'waiting' | 'stop';
}

/** Bytes. More is a fault of the command or of the host, and would fill the memory of the editor. */
const MOST_OUTPUT = 64 * 1024 * 1024;
/** Milliseconds until the host has to say that the command runs; without it a run that has no timeout could wait forever. */
const START = 30_000;
/** Milliseconds before each further try when the host opens no session. */
const PAUSES = [20, 100, 300, 800];

/**
 * Runs one command line to its end. After `cancelled` and `timed-out` the program on the host goes on until it ends or
 * writes to the channel, which is closed.
 */
export function runCommand(
  client: SshClient,
  host: string,
  command: string,
  { stdin, signal, timeout, onLine }: Omit<RunOptions, 'asRoot'>,
  prelude?: Prelude,
): Promise<Result<Exited>> {
  return new Promise((resolve) => {
    const output = new Output(onLine);
    let remote: RemoteProcess | undefined;
    let settled = false;
    const settle = (result: Result<Exited>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(startTimer);
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      forget();
      resolve(result);
    };
    const stop = (result: Result<never>): void => {
      settle(result);
      remote?.close();
    };
    const abort = (): void =>
      stop(failure('cancelled', `A command on ${host} was cancelled.`, 'Run it again.'));
    const late = (milliseconds: number): void =>
      stop(
        failure(
          'timed-out',
          `A command on ${host} did not end within ${Math.round(milliseconds / 100) / 10} s.`,
          'Look at the load of the host and at what the command waits for.',
        ),
      );
    const startTimer = setTimeout(() => late(START), START);
    const timer = timeout === undefined ? undefined : setTimeout(() => late(timeout), timeout);
    let forget: () => void = () => undefined;
    forget = client.onLost((reason) => settle(lost(host, reason)));
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) {
      abort();
      return;
    }

    const sendInput = (): void => {
      if (settled) return;
      if (stdin === undefined) remote?.stdin.end();
      else remote?.stdin.end(typeof stdin === 'string' ? Buffer.from(stdin, 'utf8') : Buffer.from(stdin));
    };
    const add = (take: () => void): void => {
      if (settled) return;
      take();
      if (output.size > MOST_OUTPUT)
        stop(
          failure('too-much-output', `A command on ${host} wrote more than 64 MiB.`, 'Report what it was.'),
        );
    };
    let begun = prelude === undefined;
    const onStderr = (chunk: Buffer): void => {
      if (begun || prelude === undefined) {
        output.addStderr(chunk);
        return;
      }
      const rest = prelude.receive(chunk, (line) => remote?.stdin.write(line));
      if (rest === 'stop') stop(failure('sudo-refused', '', ''));
      else if (rest !== 'waiting') {
        begun = true;
        output.addStderr(rest);
        if (prelude.holdsInput) sendInput();
      }
    };

    start(client, command).then(
      (started) => {
        remote = started;
        clearTimeout(startTimer);
        if (settled) {
          started.close();
          return;
        }
        started.stdout.on('data', (chunk: Buffer) => add(() => output.addStdout(chunk)));
        started.stderr.on('data', (chunk: Buffer) => add(() => onStderr(chunk)));
        // A host that closes early makes a write fail; the end of the process says why.
        for (const stream of [started.stdin, started.stdout, started.stderr])
          stream.on('error', () => undefined);
        void started.ended.then(({ code, signal: killer }) => {
          if (settled) return;
          const text = output.finish();
          const status = code ?? statusOf(killer);
          settle(
            status === undefined
              ? lost(host, 'The command ended without an exit status.')
              : success({ code: status, ...text }),
          );
        });
        if (prelude?.holdsInput !== true) sendInput();
      },
      (error: unknown) =>
        settle(error instanceof ChannelRefused ? refused(host, error) : lost(host, messageOf(error))),
    );
  });
}

/** sshd counts a session until it has buried the process of the one before, so a refusal may be over in a moment. */
async function start(client: SshClient, command: string): Promise<RemoteProcess> {
  for (const pause of PAUSES) {
    try {
      return await client.exec(command);
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return await client.exec(command);
}

/** As a shell reports it. */
function statusOf(signal: string | undefined): number | undefined {
  if (signal === undefined) return undefined;
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return 128 + (numbers[signal] ?? 0);
}

const refused = (host: string, error: Error): Result<never> =>
  failure(
    'session-refused',
    `${host} does not start commands in an open connection.`,
    'Look at MaxSessions, ForceCommand and the login shell on the host, and at its log: journalctl -u sshd.',
    error.message,
  );

const lost = (host: string, reason: string): Result<never> =>
  failure(
    'connection-lost',
    `The connection to ${host} was lost while a command ran; whether it ended is not known.`,
    'Connect again and look at the state of the host.',
    reason,
  );
