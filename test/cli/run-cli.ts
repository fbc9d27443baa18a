import { join } from 'node:path';
import { run } from '../../src/cli/program.js';
import type { Terminal } from '../../src/cli/terminal.js';

export interface CliRun {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process, with nobody at the terminal. */
export async function runCli(cwd: string, ...argv: readonly string[]): Promise<CliRun> {
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
    },
    colours: false,
    interactive: false,
    ask: () => Promise.resolve(undefined),
    signal: new AbortController().signal,
  };
  const exit = await run(terminal, argv);
  return { exit, out, err };
}
