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
  /** One line from the person; undefined at the end of input. With `echo` false nothing is shown. */
  ask(prompt: string, echo: boolean): Promise<string | undefined>;
  /** Aborted by Ctrl-C: long work rolls back, waits and says so. */
  readonly signal: AbortSignal;
}

export async function confirm(terminal: Terminal, question: string): Promise<boolean> {
  const answer = await terminal.ask(`${question} [y/N] `, true);
  return answer !== undefined && /^y(es)?$/i.test(answer.trim());
}
