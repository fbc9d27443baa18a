import {
  planRollback,
  reachHost,
  whereaboutsOf,
  type Plan,
  type Reach,
  type Result,
  type Whereabouts,
} from '../../deploy/index.js';
import { carryOut, type CarryOutOptions } from '../carry-out.js';
import { openSites } from '../open-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printFailure } from '../print-failure.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import type { Terminal } from '../terminal.js';

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
  const whereabouts = await whereaboutsInText(terminal, paths, options.host);
  if (!whereabouts.ok) return whereabouts.exit;
  const reach = reachFor(terminal, options);
  const planned = await planBack(terminal, whereabouts.value, reach, options.to);
  if (planned.ok) {
    const saved = { whereabouts: whereabouts.value, plan: planned.value, apart: [] };
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

type Found =
  { readonly ok: true; readonly value: Whereabouts } | { readonly ok: false; readonly exit: ExitCode };

async function whereaboutsInText(terminal: Terminal, paths: readonly string[], name: string): Promise<Found> {
  const byName = { ok: true, value: { host: name, ssh: { name }, via: [] } } as const;
  const quiet = paths.length === 0 ? { ...terminal, err: () => undefined } : terminal;
  const opened = await openSites(quiet, paths);
  if (!opened.ok) return paths.length === 0 ? byName : opened;
  for (const { network } of opened.value.sites) {
    const host = network.hosts.find((candidate) => candidate.name === name);
    if (!host) continue;
    const whereabouts = whereaboutsOf(network, host);
    if (whereabouts.ok) return whereabouts;
    printFailure(terminal, name, whereabouts.failure);
    return { ok: false, exit: EXIT.errors };
  }
  return byName;
}
