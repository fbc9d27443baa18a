import {
  applyPlans,
  isThere,
  type HostEnd,
  type Plan,
  type ProbeKind,
  type Reach,
  type SavedPlan,
} from '../deploy/index.js';
import { auditLogFor } from './audit-log.js';
import { author } from './author.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { planText } from './plan-text.js';
import { printFailure } from './print-failure.js';
import { outcomeText, progressPrinter } from './progress-text.js';
import { rolloutSummary } from './rollout-summary.js';
import { confirm, type Terminal } from './terminal.js';

export interface CarryOutOptions {
  readonly yes: boolean;
  readonly force: boolean;
  /** Seconds. */
  readonly window?: number;
  /** Who has to answer after the change as before it. */
  readonly probe?: readonly ProbeKind[];
  /** The host that goes alone before all others. */
  readonly canary?: string;
  readonly parallel?: number;
  readonly heartbeatTogether?: boolean;
}

/** Hosts under way at a time: a mistake that the canary did not show hits no more than these. */
const AT_A_TIME = 4;

/** Shows plans, asks once, carries them out, says what became of each host. */
export async function carryOut(
  terminal: Terminal,
  plans: readonly SavedPlan[],
  reach: Reach,
  options: CarryOutOptions & { readonly deed: 'deploy' | 'rollback' },
): Promise<ExitCode> {
  for (const { plan } of plans) {
    const text = planText(terminal, { ...plan, window: options.window ?? plan.window });
    terminal.out(`${text}${plans.length > 1 ? '\n' : ''}`);
  }
  if (isRefused(terminal, plans, options.force)) return EXIT.errors;
  const changing = plans.filter(({ plan }) => plan.steps.length > 0);
  const { canary, parallel = AT_A_TIME } = options;
  if (changing.length > 0 && !options.yes) {
    if (!terminal.interactive) {
      terminal.err('Nobody is here to confirm the plan: give --yes, or run it in a terminal.\n');
      return EXIT.usage;
    }
    if (!(await confirm(terminal, question(changing, canary, parallel)))) {
      terminal.err('Nothing was changed.\n');
      return EXIT.errors;
    }
  }
  const printers = new Map(plans.map(({ plan }) => [plan.host, progressPrinter(terminal, plan.host)]));
  const ends = await applyPlans(plans, {
    reach,
    author: author(),
    audit: auditLogFor(terminal),
    deed: options.deed,
    parallel,
    force: options.force,
    together: options.heartbeatTogether ?? false,
    signal: terminal.signal,
    onProgress: (host, progress) => printers.get(host)?.(progress),
    onEnd: (end) => printEnd(terminal, end),
    ...(canary !== undefined && { canary }),
    ...(options.window !== undefined && { window: options.window }),
    ...(options.probe && { probes: options.probe }),
  });
  if (ends.length > 1) terminal.out(`\n${rolloutSummary(ends)}`);
  return ends.every(isThere) ? EXIT.ok : EXIT.errors;
}

/** Nothing is begun while one plan is refused: the others would leave a site that is half changed. */
function isRefused(terminal: Terminal, plans: readonly SavedPlan[], force: boolean): boolean {
  const refused = plans.flatMap(({ plan }) => {
    const refusal = plan.refusals.find(({ forceable }) => !(force && forceable));
    return refusal ? [{ host: plan.host, refusal }] : [];
  });
  for (const { host, refusal } of refused) printFailure(terminal, host, refusal);
  if (refused.length > 0 && plans.length > 1)
    terminal.err('Nothing was changed. Mend that, or name the other hosts with --host.\n');
  return refused.length > 0;
}

function question(changing: readonly SavedPlan[], canary: string | undefined, parallel: number): string {
  const steps = changing.reduce((sum, { plan }) => sum + plan.steps.length, 0);
  const [first] = changing;
  const taking = changing.flatMap(({ plan }) => takenOver(plan));
  const takes =
    taking.length === 0 ? '' : ` What others have made is taken over: ${[...new Set(taking)].join(', ')}.`;
  const these = steps === 1 ? 'this step' : `these ${steps} steps`;
  if (changing.length === 1) return `Apply ${these} to ${first?.plan.host ?? ''}?${takes}`;
  const leader = changing.some(({ plan }) => plan.host === canary) ? canary : first?.plan.host;
  const batches = parallel === 1 ? 'one after the other' : `up to ${parallel} at a time`;
  return `Apply ${these} to ${changing.length} hosts, ${leader ?? ''} first, then ${batches}?${takes}`;
}

const takenOver = ({ host, steps }: Plan): readonly string[] =>
  steps.flatMap(({ action, name }) => (action === 'take-over' ? [`${name} on ${host}`] : []));

function printEnd(terminal: Terminal, { host, result }: HostEnd): void {
  if (!result) return;
  if (!result.ok) printFailure(terminal, host, result.failure);
  // The plan has said so already, but for one of a file.
  else terminal.out(`${host}: ${outcomeText(result.value)}\n`);
}
