import { formatAudit } from '../../deploy/index.js';
import { auditLogFor } from '../audit-log.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

export interface LogOptions {
  readonly host: readonly string[];
  readonly format: 'text' | 'json';
}

/** What was deployed from this account: newest first for people, in the order of time as JSON. Connects to nothing. */
export async function log(terminal: Terminal, { host, format }: LogOptions): Promise<ExitCode> {
  const all = await auditLogFor(terminal).read();
  const entries = host.length === 0 ? all : all.filter((entry) => host.includes(entry.host));
  terminal.out(format === 'json' ? `${JSON.stringify(entries, undefined, 2)}\n` : formatAudit(entries));
  return EXIT.ok;
}
