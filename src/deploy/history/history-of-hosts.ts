import { failure, success, type Result } from '../failure.js';
import type { GenerationRecord } from '../generation.js';
import { observeHost, type GenerationSummary } from '../observe/index.js';
import { atOnce, sharedByMany } from '../rollout/at-once.js';
import type { HostSession } from '../session.js';
import { reachHost, type Reach, type Whereabouts } from '../workflow/reach-host.js';
import { readGeneration } from './read-generation.js';

/** What was deployed to a host, as it remembers it. */
export interface HostHistory {
  readonly host: string;
  /** The last ones that it keeps, newest first; empty on a host that was never deployed to. */
  readonly generations: readonly GenerationSummary[];
  /** The generation that it is on. */
  readonly current?: number;
}

/** One generation, and what it followed. */
export interface GenerationStory {
  readonly record: GenerationRecord;
  /** Absent for the first one, and when the host does not keep it any more. */
  readonly before?: GenerationRecord;
  readonly isCurrent: boolean;
}

/** Reads what hosts remember, several at a time, one round trip each; changes nothing. Results in the order of the hosts. */
export function historyOfHosts(
  hosts: readonly Whereabouts[],
  reach: Reach,
): Promise<readonly Result<HostHistory>[]> {
  sharedByMany(reach.signal);
  return atOnce(hosts, async (whereabouts, opening) => {
    const session = await opening(() => reachHost(whereabouts, reach));
    return session.ok ? during(session.value, () => historyOf(session.value, reach.signal)) : session;
  });
}

async function historyOf(
  session: HostSession,
  signal: AbortSignal | undefined,
): Promise<Result<HostHistory>> {
  const observed = await observeHost(session, signal ? { signal } : {});
  if (!observed.ok) return observed;
  const { history, record } = observed.value;
  return success({
    host: session.host,
    generations: history,
    ...(record && { current: record.generation }),
  });
}

/** Reads one generation of a host. Fails as `connect` and `observeHost` do, and with `generation-unknown`, `record-unreadable`. */
export async function generationOfHost(
  whereabouts: Whereabouts,
  generation: number,
  reach: Reach,
): Promise<Result<GenerationStory>> {
  const session = await reachHost(whereabouts, reach);
  return session.ok ? during(session.value, () => storyOf(session.value, generation, reach.signal)) : session;
}

async function storyOf(
  session: HostSession,
  generation: number,
  signal: AbortSignal | undefined,
): Promise<Result<GenerationStory>> {
  const observed = await observeHost(session, signal ? { signal } : {});
  if (!observed.ok) return observed;
  const { generations, record: current } = observed.value;
  if (!generations.includes(generation))
    return failure(
      'generation-unknown',
      `${session.host} keeps no generation ${generation}.`,
      generations.length === 0
        ? 'KVMNet has never changed it.'
        : `It keeps ${generations.join(', ')}: name one of these.`,
    );
  const record = await readGeneration(session, generation, signal);
  if (!record.ok) return record;
  // A number is given out once: what a generation followed is the number before it.
  const before = generations.includes(generation - 1)
    ? await readGeneration(session, generation - 1, signal)
    : undefined;
  if (before && !before.ok) return before;
  return success({
    record: record.value,
    isCurrent: current?.generation === generation,
    ...(before && { before: before.value }),
  });
}

async function during<T>(session: HostSession, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    session.close();
  }
}
