import { join } from 'node:path';
import { run } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal.js';

export interface CliRun {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  /** Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Told of progress as it is written. */
  readonly onErr?: (text: string) => void;
  /** A person at the terminal. */
  readonly ask?: (prompt: string, echo: boolean) => string | undefined;
}

/** Runs one command line in this process, with nobody at the terminal. */
export function runCli(cwd: string, ...argv: readonly string[]): Promise<CliRun> {
  return runCliWith(cwd, {}, ...argv);
}

export async function runCliWith(
  cwd: string,
  { signal = new AbortController().signal, onErr = () => undefined, ask }: CliOptions,
  ...argv: readonly string[]
): Promise<CliRun> {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    cwd,
    // What is deployed in a test is not written into the person's own log.
    env: { ...process.env, XDG_STATE_HOME: join(cwd, '.state') },
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
      onErr(text);
    },
    colours: false,
    interactive: ask !== undefined,
    ask: (prompt, echo) => Promise.resolve(ask?.(prompt, echo)),
    signal,
  };
  const exit = await run(terminal, argv);
  return { exit, out, err };
}
