import { failure, success, type Result } from '../failure.js';
import { parseFrames } from '../framed-text.js';
import { aGenerationRecord, type GenerationRecord } from '../generation.js';
import { parseJson } from '../guard.js';
import type { HostSession } from '../session.js';

/** What one generation holds, from the host that keeps it. Fails as `HostSession.run` does, and with `record-unreadable`. */
export async function readGeneration(
  session: HostSession,
  generation: number,
  signal?: AbortSignal,
): Promise<Result<GenerationRecord>> {
  const path = `/var/lib/kvmnet/generations/${generation}.json`;
  const print = 'echo "@ record"; sed "s/^/ /" "$1" && echo "@ end"';
  const exited = await session.run(['sh', '-c', print, 'sh', path], {
    asRoot: true,
    ...(signal && { signal }),
  });
  if (!exited.ok) return exited;
  const [frame] = parseFrames(exited.value.stdout) ?? [];
  const record = frame && parseJson(frame.text, aGenerationRecord);
  if (record) return success(record);
  return failure(
    'record-unreadable',
    `The record of generation ${generation} on ${session.host} cannot be read.`,
    `Look at ${path} on the host.`,
    exited.value.stderr,
  );
}
