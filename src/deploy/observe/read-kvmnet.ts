import { aGenerationRecord, type GenerationRecord } from '../generation.js';
import { anObject, aString, parseJson } from '../guard.js';
import type { FrameIndex } from './frame-index.js';
import type { EndedTransaction, GenerationSummary, PendingTransaction } from './observed-host.js';

/** What KVMNet itself left on the host. */
export function readGenerations(frames: FrameIndex): readonly number[] {
  return frames
    .lines('generations')
    .flatMap((name) => {
      const number = /^(\d+)\.json$/.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => a - b);
}

const aSummary = anObject<Omit<GenerationSummary, 'generation'>>({
  author: aString,
  at: aString,
  planDigest: aString,
});

/** Newest first; a generation whose record cannot be read is left out. */
export function readHistory(frames: FrameIndex): readonly GenerationSummary[] {
  return frames
    .all('generation')
    .flatMap(({ name, text }) => {
      const fields = text
        .split('\n')
        .map((line) => line.trim().replace(/,$/, ''))
        .filter((line) => line !== '');
      const summary = parseJson(`{${fields.join(',')}}`, aSummary);
      return summary ? [{ generation: Number(name), ...summary }] : [];
    })
    .sort((a, b) => b.generation - a.generation);
}

/** `broken` when there is one that no version of this tool wrote: then nothing may be planned on it. */
export function readRecord(frames: FrameIndex): GenerationRecord | 'broken' | undefined {
  const text = frames.text('record');
  if (text === '') return undefined;
  return parseJson(text, aGenerationRecord) ?? 'broken';
}

export function readPending(frames: FrameIndex, bootId: string): PendingTransaction | undefined {
  if (frames.all('pending').length === 0) return undefined;
  const fields = frames.fields('pending');
  const decision = fields.get('decision');
  const guarded = fields.get('guard') === 'active' && fields.get('boot-id') === bootId;
  const secondsLeft = Number(fields.get('deadline')) - Number(fields.get('uptime'));
  // As the bundle has it: `alice@desk since 2026-01-31T12:00:00.000Z`.
  const [, owner, since] = /^(.*) since (\S+)$/.exec(fields.get('owner') ?? '') ?? [];
  return {
    token: fields.get('token') ?? '',
    owner: owner ?? fields.get('owner') ?? '',
    ...(since !== undefined && { since }),
    stale: !guarded,
    ...((decision === 'commit' || decision === 'rollback') && { decision }),
    ...(guarded && Number.isFinite(secondsLeft) && { secondsLeft: Math.max(0, secondsLeft) }),
  };
}

/** How the transaction before ended; absent on a host that has had none. */
export function readLast(frames: FrameIndex): EndedTransaction | undefined {
  const fields = frames.fields('last');
  const token = fields.get('token');
  if (token === undefined) return undefined;
  return { token, outcome: fields.get('outcome') ?? '', detail: fields.get('detail') ?? '' };
}
