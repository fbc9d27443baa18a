import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from './terminal.js';

/** Questions go to standard error, so that standard output stays clean for pipes; secrets are not echoed. */
function askOnTerminal(prompt: string, echo: boolean, signal?: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    process.stderr.write(prompt);
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({
      input: process.stdin,
      output: echo ? process.stderr : silent,
      terminal: process.stdin.isTTY,
    });
    let answer: string | undefined;
    const takeBack = (): void => lines.close();
    signal?.addEventListener('abort', takeBack, { once: true });
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('SIGINT', () => {
      lines.close();
      process.emit('SIGINT');
    });
    lines.once('close', () => {
      signal?.removeEventListener('abort', takeBack);
      if (!echo || answer === undefined) process.stderr.write('\n');
      resolve(answer);
    });
  });
}

/** The terminal of this process. The first Ctrl-C asks running work to stop and undo; a second one ends the process. */
export function processTerminal(): Terminal {
  const cancellation = new AbortController();
  process.on('SIGINT', () => {
    if (cancellation.signal.aborted) process.exit(130);
    process.stderr.write(
      '\nStopping: what was begun is undone first. Press Ctrl-C again to leave at once.\n',
    );
    cancellation.abort();
  });
  process.on('SIGTERM', () => cancellation.abort());
  return {
    cwd: process.cwd(),
    env: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: process.stdout.isTTY && process.env.NO_COLOR === undefined,
    interactive: process.stdin.isTTY && process.stderr.isTTY,
    ask: askOnTerminal,
    signal: cancellation.signal,
  };
}
