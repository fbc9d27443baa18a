import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  planForHost,
  reachHost,
  whereaboutsOf,
  writePlanFile,
  type Reach,
  type Result,
  type SavedPlan,
} from '../../deploy/index.js';
import { checkedSites, chooseHosts, type ChosenHost } from '../checked-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { planText } from '../plan-text.js';
import { printFailure } from '../print-failure.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import type { Terminal } from '../terminal.js';

export interface PlanOptions extends ReachingOptions {
  readonly host: readonly string[];
  readonly format: 'text' | 'json';
  readonly out?: string;
}

/** Connections at a time: OpenSSH begins to refuse further ones at ten (MaxStartups). */
const AT_ONCE = 8;

/** Shows what would change on each host. Hosts that cannot be planned do not keep others from being so. */
export async function plan(
  terminal: Terminal,
  paths: readonly string[],
  options: PlanOptions,
): Promise<ExitCode> {
  const checked = await checkedSites(terminal, paths);
  if (!checked.ok) return checked.exit;
  const chosen = chooseHosts(terminal, checked.sites, options.host);
  if (!chosen.ok) return chosen.exit;
  const saved = await planHosts(terminal, chosen.hosts, reachFor(terminal, options));
  const plans = saved.map((one) => one.plan);
  if (options.format === 'json') terminal.out(`${JSON.stringify(plans, undefined, 2)}\n`);
  else for (const one of plans) terminal.out(`${planText(terminal, one)}\n`);
  if (options.out !== undefined)
    await writeFile(resolve(terminal.cwd, options.out), writePlanFile(saved), { mode: 0o600 });
  if (plans.length < chosen.hosts.length || plans.some(({ refusals }) => refusals.length > 0))
    return EXIT.errors;
  return plans.some(({ steps }) => steps.length > 0) ? EXIT.changes : EXIT.ok;
}

/** Plans in the order of the hosts; what failed is said on standard error and left out. */
async function planHosts(
  terminal: Terminal,
  hosts: readonly ChosenHost[],
  reach: Reach,
): Promise<readonly SavedPlan[]> {
  const plans = new Array<SavedPlan | undefined>(hosts.length);
  const queue = hosts.entries();
  const work = async (): Promise<void> => {
    for (const [at, chosen] of queue) {
      const planned = await planOne(chosen, reach, terminal.signal);
      if (planned.ok) plans[at] = planned.value;
      else printFailure(terminal, chosen.host.name, planned.failure);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, hosts.length) }, work));
  return plans.filter((one) => one !== undefined);
}

async function planOne(
  { network, host }: ChosenHost,
  reach: Reach,
  signal: AbortSignal,
): Promise<Result<SavedPlan>> {
  const whereabouts = whereaboutsOf(network, host);
  if (!whereabouts.ok) return whereabouts;
  const session = await reachHost(whereabouts.value, reach);
  if (!session.ok) return session;
  const planned = await planForHost(network, host, session.value, { signal });
  session.value.close();
  return planned.ok ? { ok: true, value: { whereabouts: whereabouts.value, plan: planned.value } } : planned;
}
