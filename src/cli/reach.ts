import { Answers, type Reach } from '../deploy/index.js';
import { resolve } from 'node:path';
import { terminalInteraction } from './interaction.js';
import type { Terminal } from './terminal.js';

/** Options of every command that connects to hosts. */
export interface ReachingOptions {
  readonly sshConfig?: string;
  readonly acceptNewHostKey: boolean;
}

/** One way to reach all hosts of a command, so that each question is asked once. */
export function reachFor(terminal: Terminal, { sshConfig, acceptNewHostKey }: ReachingOptions): Reach {
  const interaction = terminalInteraction(terminal, acceptNewHostKey);
  return {
    interaction,
    answers: new Answers(interaction),
    // Who runs a command in a folder trusts what is in it, as with make.
    trusted: true,
    signal: terminal.signal,
    environment: terminal.env,
    ...(sshConfig !== undefined && { configFile: resolve(terminal.cwd, sshConfig) }),
  };
}
