import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { planHosts, readPlanFile, type Reach, type SavedPlan } from '../../deploy/index.js';
import { carryOut, type CarryOutOptions } from '../carry-out.js';
import { checkedSites, chooseHosts } from '../checked-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { printFailure } from '../print-failure.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import type { Terminal } from '../terminal.js';

export interface ApplyOptions extends ReachingOptions, CarryOutOptions {
  readonly host: readonly string[];
}

type Plans =
  | { readonly ok: true; readonly plans: readonly SavedPlan[] }
  | { readonly ok: false; readonly exit: ExitCode };

/** Brings hosts to what the text says, or carries out plans of a file: all are planned and shown before the first changes. */
export async function apply(
  terminal: Terminal,
  paths: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> {
  const reach = reachFor(terminal, options);
  const [only] = paths;
  const fromFile = paths.length === 1 && only !== undefined && !only.endsWith('.kvmnet');
  const text = fromFile
    ? await readFile(resolve(terminal.cwd, only), 'utf8').catch(() => undefined)
    : undefined;
  const found =
    text === undefined
      ? await plansOfText(terminal, paths, options, reach)
      : plansOfFile(terminal, text, options);
  if (!found.ok) return found.exit;
  const { plans } = found;
  if (options.canary !== undefined && !plans.some(({ plan }) => plan.host === options.canary)) {
    const names = plans.map(({ plan }) => plan.host).join(', ') || 'none';
    terminal.err(`kvmnet: --canary names none of the hosts: ${options.canary}. They are: ${names}.\n`);
    return EXIT.usage;
  }
  return carryOut(terminal, plans, reach, { ...options, deed: 'deploy' });
}

async function plansOfText(
  terminal: Terminal,
  paths: readonly string[],
  options: ApplyOptions,
  reach: Reach,
): Promise<Plans> {
  const checked = await checkedSites(terminal, paths);
  if (!checked.ok) return checked;
  const chosen = chooseHosts(terminal, checked.sites, options.host);
  if (!chosen.ok) return chosen;
  const several = chosen.hosts.length > 1;
  const results = await planHosts(chosen.hosts, reach, ({ host }, planned) => {
    if (!planned.ok) printFailure(terminal, host.name, planned.failure);
    else if (several) terminal.err(`${host.name}: ${stepsText(planned.value.plan.steps.length)}\n`);
  });
  const plans = results.flatMap((result) => (result.ok ? [result.value] : []));
  if (plans.length === results.length) return { ok: true, plans };
  const failed = results.length - plans.length;
  if (several)
    terminal.err(
      `Nothing was changed: ${failed} of ${results.length} hosts could not be planned. Mend that, or name the others with --host.\n`,
    );
  return { ok: false, exit: EXIT.errors };
}

const stepsText = (steps: number): string =>
  steps === 0 ? 'no changes' : `${steps} step${steps === 1 ? '' : 's'} to go`;

function plansOfFile(terminal: Terminal, text: string, options: ApplyOptions): Plans {
  const read = readPlanFile(text);
  if (!read.ok) {
    printFailure(terminal, 'kvmnet', read.failure);
    return { ok: false, exit: EXIT.usage };
  }
  const unknown = options.host.filter((name) => !read.value.some(({ plan }) => plan.host === name));
  if (unknown.length > 0) {
    terminal.err(`kvmnet: the file has no plan for ${unknown.join(', ')}.\n`);
    return { ok: false, exit: EXIT.usage };
  }
  const plans = read.value.filter(
    ({ plan }) => options.host.length === 0 || options.host.includes(plan.host),
  );
  return { ok: true, plans };
}
