import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { planHosts, writePlanFile } from '../../deploy/index.js';
import { checkedSites, chooseHosts } from '../checked-sites.js';
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
  const results = await planHosts(chosen.hosts, reachFor(terminal, options), ({ host }, planned) => {
    if (!planned.ok) printFailure(terminal, host.name, planned.failure);
  });
  const saved = results.flatMap((result) => (result.ok ? [result.value] : []));
  const plans = saved.map((one) => one.plan);
  if (options.format === 'json') terminal.out(`${JSON.stringify(plans, undefined, 2)}\n`);
  else for (const one of plans) terminal.out(`${planText(terminal, one)}\n`);
  // A file that some hosts are missing from would be applied as if it were the whole.
  const missing = chosen.hosts.length - saved.length;
  if (options.out !== undefined && missing > 0)
    terminal.err(
      `${options.out} was not written: ${missing} of ${chosen.hosts.length} hosts could not be planned. Mend that, or name the others with --host.\n`,
    );
  else if (options.out !== undefined)
    await writeFile(resolve(terminal.cwd, options.out), writePlanFile(saved), { mode: 0o600 });
  if (plans.length < chosen.hosts.length || plans.some(({ refusals }) => refusals.length > 0))
    return EXIT.errors;
  return plans.some(({ steps }) => steps.length > 0) ? EXIT.changes : EXIT.ok;
}
