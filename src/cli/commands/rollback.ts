import {
  planRollback,
  reachHost,
  type Plan,
  type Reach,
  type Result,
  type Whereabouts,
} from '../../deploy/index.js';
import { carryOut, type CarryOutOptions } from '../carry-out.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printFailure } from '../print-failure.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import type { Terminal } from '../terminal.js';
import { whereaboutsInText } from '../whereabouts.js';

export interface RollbackOptions extends ReachingOptions, Pick<CarryOutOptions, 'yes' | 'force' | 'window'> {
  readonly host: string;
  /** Generation; 0 is the host before KVMNet. */
  readonly to?: number;
}

/**
 * Brings a host back to an earlier generation. The text only says where the host is, so errors in it do not matter, and a
 * host that no text describes any more is reached by its name.
 */
export async function rollback(
  terminal: Terminal,
  paths: readonly string[],
  options: RollbackOptions,
): Promise<ExitCode> {
  const found = await whereaboutsInText(terminal, paths, [options.host]);
  if (!found.ok) return found.exit;
  const [whereabouts] = found.hosts;
  if (!whereabouts) return EXIT.errors;
  const reach = reachFor(terminal, options);
  const planned = await planBack(terminal, whereabouts, reach, options.to);
  if (planned.ok) {
    const saved = { whereabouts: whereabouts, plan: planned.value, apart: [] };
    return carryOut(terminal, [saved], reach, { ...options, deed: 'rollback' });
  }
  printFailure(terminal, options.host, planned.failure);
  return EXIT.errors;
}

async function planBack(
  terminal: Terminal,
  whereabouts: Whereabouts,
  reach: Reach,
  to: number | undefined,
): Promise<Result<Plan>> {
  const session = await reachHost(whereabouts, reach);
  if (!session.ok) return session;
  try {
    return await planRollback(session.value, {
      signal: terminal.signal,
      ...(to !== undefined && { to }),
    });
  } finally {
    session.value.close();
  }
}
