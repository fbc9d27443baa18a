import { failure, success, type Result } from '../failure.js';
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
  const exited = await session.run(['cat', '--', path], { asRoot: true, ...(signal && { signal }) });
  if (!exited.ok) return exited;
  const record = exited.value.code === 0 ? parseJson(exited.value.stdout, aGenerationRecord) : undefined;
  if (record) return success(record);
  return failure(
    'record-unreadable',
    `The record of generation ${generation} on ${session.host} cannot be read.`,
    `Look at ${path} on the host.`,
    exited.value.stderr,
  );
}
