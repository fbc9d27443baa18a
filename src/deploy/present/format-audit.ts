import { escapedText } from '../../model/index.js';
import type { AuditEntry } from '../audit/index.js';

const OUTCOMES: Readonly<Record<NonNullable<AuditEntry['outcome']>, string>> = {
  committed: 'done',
  unchanged: 'no changes',
  'rolled-back': 'rolled back',
  unknown: 'unknown',
  'not-changed': 'not changed',
};

/** The log for people, newest first: one line for each change, begun ones that never came to an end included. */
export function formatAudit(entries: readonly AuditEntry[]): string {
  const open = new Map<string, AuditEntry>();
  const changes: { readonly begun: AuditEntry; readonly ended?: AuditEntry }[] = [];
  const close = (key: string, ended?: AuditEntry): void => {
    const begun = open.get(key) ?? ended;
    if (begun) changes.push({ begun, ...(ended && { ended }) });
    open.delete(key);
  };
  for (const entry of entries) {
    const key = JSON.stringify([entry.host, entry.plan]);
    if (entry.event === 'ended') close(key, entry);
    else {
      if (open.has(key)) close(key);
      open.set(key, entry);
    }
  }
  for (const key of [...open.keys()]) close(key);
  if (changes.length === 0) return 'Nothing was deployed from here yet.\n';
  const newest = [...changes].sort((a, b) => (a.begun.at < b.begun.at ? 1 : -1));
  return newest.map(({ begun, ended }) => `${lineOf(begun, ended)}\n`).join('');
}

function lineOf(begun: AuditEntry, ended: AuditEntry | undefined): string {
  const { at, host, deed, from, to, steps, author, forced } = begun;
  const what = `${deed} ${from} → ${to}, ${steps} step${steps === 1 ? '' : 's'}${forced ? ', forced' : ''}`;
  const outcome = ended?.outcome
    ? `${OUTCOMES[ended.outcome]}${ended.reason === undefined ? '' : `: ${ended.reason}`}`
    : 'not ended by this tool: under way, or only the host knows how it ended (kvmnet status)';
  return escapedText(`${at}  ${host}  ${what}, by ${author}  ${outcome}`);
}
