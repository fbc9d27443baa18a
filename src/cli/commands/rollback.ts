import { planRollback, reachHost, whereaboutsOf } from '../../deploy/index.js';
import { openSites } from '../open-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printFailure } from '../print-failure.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import type { Terminal } from '../terminal.js';
import { carryOut } from './apply.js';

export interface RollbackOptions extends ReachingOptions {
  readonly host: string;
  /** Generation; 0 is the host before KVMNet. */
  readonly to?: number;
  readonly yes: boolean;
  readonly force: boolean;
  /** Seconds. */
  readonly window?: number;
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
  const session = await reachHost(whereabouts.value, reachFor(terminal, options));
  if (!session.ok) {
    printFailure(terminal, options.host, session.failure);
    return EXIT.errors;
  }
  try {
    const planned = await planRollback(session.value, {
      signal: terminal.signal,
      ...(options.to !== undefined && { to: options.to }),
    });
    if (planned.ok) return await carryOut(terminal, planned.value, session.value, options);
    printFailure(terminal, options.host, planned.failure);
    return EXIT.errors;
  } finally {
    session.value.close();
  }
}

type Found =
  | { readonly ok: true; readonly value: Parameters<typeof reachHost>[0] }
  | { readonly ok: false; readonly exit: ExitCode };

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
