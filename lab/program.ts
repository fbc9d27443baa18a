import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly stdin?: string | Uint8Array;
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Seconds after which it is killed; none: waits for ever. */
  readonly timeout?: number;
}

export interface ProgramResult {
  /** 127 if there is no such program, 124 if it was killed for taking too long, 128 + N if signal N ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without a shell and waits for its end. Never rejects. */
export function runProgram(argv: readonly string[], options: ProgramOptions = {}): Promise<ProgramResult> {
  const [program = '', ...args] = argv;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      // `su` without a dash leaves root without the folders of root's programs.
      env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin`, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    const text = (name: 'stdout' | 'stderr'): string => Buffer.concat(output[name]).toString();
    let timedOut = false;
    const timer =
      options.timeout === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, options.timeout * 1000);
    child.stdout.on('data', (chunk: Buffer) => output.stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.stderr.push(chunk));
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ code: 127, stdout: '', stderr: error.message });
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      const seconds = options.timeout ?? 0;
      const stderr = timedOut ? `${text('stderr')}\nkilled after ${seconds} s` : text('stderr');
      resolve({ code: timedOut ? 124 : (code ?? 128), stdout: text('stdout'), stderr });
    });
    // A program that ends without reading its input is none of our worry: its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.stdin ?? '');
  });
}

/** Runs a program that has to succeed, and returns its standard output. */
export async function runOrThrow(argv: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const result = await runProgram(argv, options);
  if (result.code === 0) return result.stdout;
  throw new ProgramFailed(argv, result);
}

export class ProgramFailed extends Error {
  constructor(
    readonly argv: readonly string[],
    readonly result: ProgramResult,
  ) {
    const output = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-20).join('\n');
    super(`${argv.join(' ').slice(0, 200)} ended with ${result.code}:\n${output}`);
    this.name = 'ProgramFailed';
  }
}

/** One word for a POSIX shell, whatever is in it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
