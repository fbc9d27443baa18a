import { sha256 } from '../digest.js';
import { formatFrames, type Frame } from '../framed-text.js';
import { engineScript } from '../generated/host-scripts.js';
import type { GenerationRecord } from '../generation.js';
import type { Line, Plan } from '../plan/index.js';

export interface BundleOptions {
  /** Names the transaction: only who knows it can confirm or cancel. */
  readonly token: string;
  /** `user@machine`, shown to whoever comes second. */
  readonly author: string;
  /** ISO 8601. */
  readonly at: string;
  readonly window: number;
}

/**
 * Everything that one transaction needs, as one stream: the engine, its lists, the texts they refer to, the record of the
 * generation, and the checksums of all of it.
 */
export function formatBundle(plan: Plan, { token, author, at, window }: BundleOptions): string {
  const record: GenerationRecord = { ...plan.work.record, author, at, planDigest: plan.digest };
  const frames: readonly Frame[] = [
    { name: 'engine.sh', text: engineScript },
    { name: 'token', text: `${token}\n` },
    { name: 'owner', text: `${oneLine(author)} since ${at}\n` },
    { name: 'window', text: `${window}\n` },
    { name: 'from', text: `${plan.from}\n` },
    { name: 'generation', text: `${plan.to}\n` },
    { name: 'record', text: `${JSON.stringify(record, undefined, 1)}\n` },
    { name: 'profiles', text: formatLines(plan.work.profiles) },
    { name: 'files', text: formatLines(plan.work.files) },
    { name: 'apply', text: formatLines(plan.work.apply) },
    { name: 'undo', text: formatLines(plan.work.undo) },
    { name: 'persist', text: formatLines(plan.work.persist) },
    { name: 'unpersist', text: formatLines(plan.work.unpersist) },
    { name: 'afterwards', text: formatLines(plan.work.afterwards) },
    ...Object.entries(plan.work.data).map(([name, text]) => ({ name, text })),
  ];
  const checksums = frames.map(({ name, text }) => `${sha256(asWritten(text))}  ${name}\n`).join('');
  return formatFrames([...frames, { name: 'checksums', text: checksums }]);
}

const asWritten = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

const oneLine = (text: string): string => text.replace(/[\r\n\0]+/g, ' ');

/** Lines as `read` with a tab as separator takes them: no field may be empty, because neighbouring tabs count as one. */
export function formatLines(lines: readonly Line[]): string {
  return lines
    .map(
      (fields) =>
        `${fields.map((field) => (field === '' ? '-' : field.replace(/[\t\r\n\0]+/g, ' '))).join('\t')}\n`,
    )
    .join('');
}
