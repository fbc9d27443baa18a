import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  applyPlan,
  planForHost,
  reachHost,
  readPlanFile,
  whereaboutsOf,
  type HostSession,
  type Plan,
  type Result,
  type Whereabouts,
} from '../../deploy/index.js';
import { author } from '../author.js';
import { checkedSites, chooseHosts } from '../checked-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { planText } from '../plan-text.js';
import { printFailure } from '../print-failure.js';
import { outcomeText, progressPrinter } from '../progress-text.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import { confirm, type Terminal } from '../terminal.js';

export interface ApplyOptions extends ReachingOptions {
  readonly host: readonly string[];
  readonly yes: boolean;
  readonly force: boolean;
  /** Seconds. */
  readonly window?: number;
}

/** One host, where it is, and how its plan comes about: made now, or read from a file. */
interface Job {
  readonly whereabouts: Result<Whereabouts>;
  readonly host: string;
  readonly plan: (session: HostSession) => Promise<Result<Plan>>;
}

type Jobs =
  { readonly ok: true; readonly jobs: readonly Job[] } | { readonly ok: false; readonly exit: ExitCode };

/** Brings hosts to what the text says, one after the other; stops at the first that does not get there. */
export async function apply(
  terminal: Terminal,
  paths: readonly string[],
  options: ApplyOptions,
): Promise<ExitCode> {
  const [only] = paths;
  const fromFile = paths.length === 1 && only !== undefined && !only.endsWith('.kvmnet');
  const text = fromFile
    ? await readFile(resolve(terminal.cwd, only), 'utf8').catch(() => undefined)
    : undefined;
  const found =
    text === undefined ? await jobsOfText(terminal, paths, options) : jobsOfFile(terminal, text, options);
  if (!found.ok) return found.exit;
  for (const [at, job] of found.jobs.entries()) {
    const exit = await applyJob(terminal, job, options);
    if (exit === EXIT.ok) continue;
    const rest = found.jobs.slice(at + 1).map(({ host }) => host);
    if (rest.length > 0) terminal.err(`Not begun: ${rest.join(', ')}.\n`);
    return exit;
  }
  return EXIT.ok;
}

async function jobsOfText(
  terminal: Terminal,
  paths: readonly string[],
  options: ApplyOptions,
): Promise<Jobs> {
  const checked = await checkedSites(terminal, paths);
  if (!checked.ok) return checked;
  const chosen = chooseHosts(terminal, checked.sites, options.host);
  if (!chosen.ok) return chosen;
  const jobs = chosen.hosts.map(({ network, host }) => ({
    host: host.name,
    whereabouts: whereaboutsOf(network, host),
    plan: (session: HostSession) => planForHost(network, host, session, { signal: terminal.signal }),
  }));
  return { ok: true, jobs };
}

function jobsOfFile(terminal: Terminal, text: string, options: ApplyOptions): Jobs {
  const read = readPlanFile(text);
  if (!read.ok) {
    printFailure(terminal, 'kvmnet', read.failure);
    return { ok: false, exit: EXIT.usage };
  }
  const wanted = read.value.filter(
    ({ plan }) => options.host.length === 0 || options.host.includes(plan.host),
  );
  const jobs = wanted.map(({ whereabouts, plan }) => ({
    host: plan.host,
    whereabouts: { ok: true as const, value: whereabouts },
    plan: () => Promise.resolve({ ok: true as const, value: plan }),
  }));
  return { ok: true, jobs };
}

async function applyJob(terminal: Terminal, job: Job, options: ApplyOptions): Promise<ExitCode> {
  const { whereabouts } = job;
  const session = whereabouts.ok
    ? await reachHost(whereabouts.value, reachFor(terminal, options))
    : whereabouts;
  if (!session.ok) {
    printFailure(terminal, job.host, session.failure);
    return EXIT.errors;
  }
  try {
    const planned = await job.plan(session.value);
    if (planned.ok) return await carryOut(terminal, planned.value, session.value, options);
    printFailure(terminal, job.host, planned.failure);
    return EXIT.errors;
  } finally {
    session.value.close();
  }
}

/** Shows a plan, asks, applies it, says what became of it. */
export async function carryOut(
  terminal: Terminal,
  plan: Plan,
  session: HostSession,
  options: Pick<ApplyOptions, 'yes' | 'force' | 'window'>,
): Promise<ExitCode> {
  terminal.out(planText(terminal, plan));
  if (plan.steps.length > 0 && !options.yes) {
    if (!terminal.interactive) {
      terminal.err('Nobody is here to confirm the plan: give --yes, or run it in a terminal.\n');
      return EXIT.usage;
    }
    if (!(await confirm(terminal, `Apply these ${plan.steps.length} steps to ${plan.host}?`))) {
      terminal.err('Nothing was changed.\n');
      return EXIT.errors;
    }
  }
  const applied = await applyPlan({
    plan,
    session,
    author: author(),
    force: options.force,
    signal: terminal.signal,
    onProgress: progressPrinter(terminal, plan.host),
    ...(options.window !== undefined && { window: options.window }),
  });
  if (!applied.ok) {
    printFailure(terminal, plan.host, applied.failure);
    return EXIT.errors;
  }
  terminal.out(`${plan.host}: ${outcomeText(applied.value)}\n`);
  const { kind } = applied.value;
  return kind === 'committed' || kind === 'unchanged' ? EXIT.ok : EXIT.errors;
}
