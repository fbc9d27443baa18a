import { escapedLines, escapedText } from '../model/index.js';

/** What a command sees of the world outside: streams, questions, cancellation. Tests give their own. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Text for people or machines: what was asked for. */
  out(text: string): void;
  /** Progress and failures. */
  err(text: string): void;
  /** Whether standard output understands colours. */
  readonly colours: boolean;
  /** Whether somebody is there to answer questions. */
  readonly interactive: boolean;
  /**
   * One line from the person; undefined at the end of input, or when the question is taken back. With `echo` false nothing is
   * shown.
   */
  ask(prompt: string, echo: boolean, signal?: AbortSignal): Promise<string | undefined>;
  /** Aborted by Ctrl-C: long work rolls back, waits and says so. */
  readonly signal: AbortSignal;
}

/**
 * Nothing is coloured on standard error, and much of it comes from hosts and files: names of files, what a server asks. What
 * would move the cursor there is shown, whoever has written it.
 */
export const guarded = (terminal: Terminal): Terminal => ({
  ...terminal,
  err: (text) => {
    terminal.err(escapedLines(text));
  },
  ask: (prompt, echo, signal) => terminal.ask(escapedLines(prompt), echo, signal),
});

export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  const answer = await terminal.ask(`${escapedText(question)} [y/N] `, true);
  return answer !== undefined && /^y(es)?$/i.test(answer.trim());
}
