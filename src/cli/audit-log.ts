import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { AuditLog } from '../deploy/index.js';
import type { Terminal } from './terminal.js';

/** What was deployed from this account: in the state folder of the XDG Base Directory Specification, 0.8. */
export function auditLogFor(terminal: Terminal): AuditLog {
  const { XDG_STATE_HOME: set = '', HOME: home = homedir() } = terminal.env;
  // The specification has relative paths ignored.
  const folder = isAbsolute(set) ? set : join(home, '.local', 'state');
  return new AuditLog(join(folder, 'kvmnet', 'audit.jsonl'), (message) =>
    terminal.err(`kvmnet: ${message}\n`),
  );
}
