import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { aBoolean, aNumber, anObject, aString, oneOf, optional, parseJson, type Guard } from '../guard.js';

/** One line of the log: somebody began to change a host from this machine, or came to the end of it. */
export interface AuditEntry {
  /** ISO 8601, by this machine's clock. */
  readonly at: string;
  /** A `begun` that no `ended` follows: the tool was killed, and the host has undone the change by itself. */
  readonly event: 'begun' | 'ended';
  readonly deed: 'deploy' | 'rollback';
  readonly host: string;
  readonly author: string;
  /** Generations. */
  readonly from: number;
  readonly to: number;
  /** SHA-256 of the plan. */
  readonly plan: string;
  readonly steps: number;
  /** A refusal was overruled. */
  readonly forced?: boolean;
  readonly outcome?: 'committed' | 'unchanged' | 'rolled-back' | 'unknown' | 'not-changed';
  readonly reason?: string;
}

const anAuditEntry: Guard<AuditEntry> = anObject<AuditEntry>({
  at: aString,
  event: oneOf('begun', 'ended'),
  deed: oneOf('deploy', 'rollback'),
  host: aString,
  author: aString,
  from: aNumber,
  to: aNumber,
  plan: aString,
  steps: aNumber,
  forced: optional(aBoolean),
  outcome: optional(oneOf('committed', 'unchanged', 'rolled-back', 'unknown', 'not-changed')),
  reason: optional(aString),
});

/** What was done to hosts from here: lines of JSON in a file that is only ever appended to, readable by its owner. */
export class AuditLog {
  constructor(
    readonly file: string,
    /** Told when it cannot be written: a deploy does not fail for that. */
    private readonly onTrouble: (message: string) => void,
  ) {}

  async append(entry: Omit<AuditEntry, 'at'>): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true, mode: 0o700 });
      const file = await open(this.file, 'a', 0o600);
      try {
        // One write of less than a page: lines of several processes do not mix (O_APPEND, open(2)).
        await file.appendFile(`${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      this.onTrouble(
        `The log ${this.file} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  /** Oldest first; lines that are no entries of this version are left out. */
  async read(): Promise<readonly AuditEntry[]> {
    const text = await readFile(this.file, 'utf8').catch(() => '');
    return text.split('\n').flatMap((line) => parseJson(line, anAuditEntry) ?? []);
  }
}
