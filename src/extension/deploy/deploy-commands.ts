import { window, type LogOutputChannel, type Uri } from 'vscode';
import { escapedText } from '../../model/index.js';
import {
  formatAudit,
  formatGeneration,
  generationOfHost,
  physicalNics,
  planRollback,
  reachHost,
  sshCommandLine,
  statusOfHosts,
  AuditLog,
  type ObservedHost,
  type HostEnd,
  type Interaction,
  type Plan,
  type Reach,
  type Result,
  type SavedPlan,
  type Whereabouts,
  type SiteHost,
} from '../../deploy/index.js';
import type { HostSummary } from '../../protocol/index.js';
import { chooseHost } from '../choose-host.js';
import type { HostStatuses } from '../hosts/host-statuses.js';
import { siteFolder } from '../places.js';
import type { KeptPassphrases } from '../kept-passphrases.js';
import type { PlanDocuments } from '../plan-documents.js';
import type { Previews } from '../preview/previews.js';
import { statusOverlay } from '../preview/status-overlay.js';
import type { SiteRequests } from '../site-requests.js';
import { applyWithProgress, DEEDS, type Deed } from './apply-with-progress.js';
import { checkedSite, type CheckedSite } from './checked-site.js';
import { chooseGeneration } from './choose-generation.js';
import { confirmPlans } from './confirm-plans.js';
import {
  allowed,
  author,
  orderSet,
  probesSet,
  reachFrom,
  sshConfigFile,
  windowSet,
  withProgress,
} from './environment.js';
import { keepingPassphrases } from './keeping-passphrases.js';
import { offerToKeep, person } from './person.js';
import { planSite, tellUnplanned, type PlannedHosts } from './plan-site.js';
import { shownStatus } from './shown-status.js';
import { clearPlans, showPlans } from './show-plans.js';
import { tellEnds } from './tell-ends.js';
import { tellFailure } from './tell-failure.js';

export interface DeployParts {
  readonly requests: SiteRequests;
  readonly plans: PlanDocuments;
  readonly previews: Previews;
  readonly statuses: HostStatuses;
  readonly log: LogOutputChannel;
  /** Path of the log of what was deployed from this workspace. */
  readonly auditFile: string;
  readonly kept: KeptPassphrases;
}

/** Everything that reaches hosts. Loaded when the first of it runs, with the SSH code behind it. */
export class DeployCommands {
  /** Hosts that are being changed by this window, as `FOLDER NAME`, with what they share with others (`heartbeatGroups`). */
  private readonly busy = new Map<string, readonly string[]>();
  private readonly audit: AuditLog;
  private readonly person: Interaction;

  constructor(private readonly parts: DeployParts) {
    this.audit = new AuditLog(parts.auditFile, (message) => parts.log.warn(message));
    this.person = keepingPassphrases(person, parts.kept, offerToKeep);
  }

  async plan(source: Uri, name: string | undefined): Promise<void> {
    const host = await this.chosen(source, name, 'KVMNet: plan');
    const found = host && (await this.planned(source, [host.name]));
    if (found) await this.show(found.folder, found.saved);
  }

  async deploy(source: Uri, name: string | undefined): Promise<void> {
    const host = await this.chosen(source, name, 'KVMNet: deploy');
    const found = host && (await this.planned(source, [host.name]));
    if (found) await this.confirmAndApply(source, found.folder, found.saved, DEEDS.deploy);
  }

  /**
   * Shows what would change on several hosts; those that cannot be planned do not keep others from being so.
   * @param names the hosts, all of the site when absent
   */
  async planAll(source: Uri, names?: readonly string[]): Promise<void> {
    if (!allowed()) return;
    const found = await this.planSite(source, names);
    if (!found) return;
    const saved = found.results.flatMap((result) => (result.ok ? [result.value] : []));
    tellUnplanned(found, this.parts.log);
    if (saved.length > 0) await this.show(found.folder, saved);
  }

  /** @param names the hosts, all of the site when absent */
  async deployAll(source: Uri, names?: readonly string[]): Promise<void> {
    if (!allowed()) return;
    const found = await this.planned(source, names);
    if (found) await this.confirmAndApply(source, found.folder, found.saved, DEEDS.deploy);
  }

  /** @param to a generation; absent: the one before the current */
  async rollback(source: Uri, name: string | undefined, to?: number): Promise<void> {
    const host = await this.chosen(source, name, 'KVMNet: roll back');
    if (!host) return;
    const folder = siteFolder(source);
    const planned = await withProgress(`Looking at ${host.name}`, (signal) =>
      this.parts.statuses.during(folder, [host.name], 'planning', () =>
        planBack(host, reachFrom(source, signal, this.person), to),
      ),
    );
    if (planned.ok) await this.confirmAndApply(source, folder, [planned.value], DEEDS.rollback);
    else tellFailure(host.name, planned.failure, this.parts.log);
  }

  /** Lets the person pick the generation. */
  async rollbackTo(source: Uri, name: string | undefined): Promise<void> {
    const host = await this.chosen(source, name, 'KVMNet: roll back to a generation');
    if (!host) return;
    const folder = siteFolder(source);
    await this.status(source, [host.name]);
    const to = await chooseGeneration(host.name, this.parts.statuses.of(folder, host.name));
    if (to !== undefined) await this.rollback(source, host.name, to);
  }

  /** Shows what one generation is and what it changed. */
  async showGeneration(source: Uri, name: string, generation: number): Promise<void> {
    const host = await this.chosen(source, name, 'KVMNet: history');
    if (!host) return;
    const story = await withProgress(`Looking at ${host.name}`, (signal) =>
      generationOfHost(whereaboutsOfSummary(host), generation, reachFrom(source, signal, this.person)),
    );
    if (!story.ok) tellFailure(host.name, story.failure, this.parts.log);
    else
      await this.parts.plans.show(`${host.name} generation ${generation}`, {
        text: formatGeneration(story.value),
        files: new Map(),
      });
  }

  /** Looks at hosts and says what was found in the hosts view, on the lines, and on the picture. Tells nothing else. */
  async status(source: Uri, names?: readonly string[], quiet = false): Promise<void> {
    if (!allowed()) return;
    const site = await checkedSite(this.parts.requests, source, names, quiet);
    if (!site || site.hosts.length === 0) return;
    const count = site.hosts.length;
    const [first] = site.hosts;
    const title = count === 1 && first ? `Looking at ${first.host.name}` : `Looking at ${count} hosts`;
    await withProgress(title, (signal, tell) =>
      this.look(site, reachFrom(source, signal, this.person), tell),
    );
  }

  /** What was deployed from this workspace, newest first. */
  async deployLog(): Promise<string> {
    return formatAudit(await this.audit.read());
  }

  async openTerminal(source: Uri, name: string | undefined): Promise<void> {
    const host = await this.chosen(source, name, 'KVMNet: open a terminal');
    if (!host) return;
    const shellArgs = [...sshCommandLine(host, sshConfigFile(source))];
    window.createTerminal({ name: host.name, shellPath: 'ssh', shellArgs }).show();
  }

  private async chosen(
    source: Uri,
    name: string | undefined,
    title: string,
  ): Promise<HostSummary | undefined> {
    return allowed() ? chooseHost(this.parts.requests, source, name, title) : undefined;
  }

  private async look(site: CheckedSite, reach: Reach, tell: (message: string) => void): Promise<void> {
    const { folder, hosts } = site;
    const { statuses, previews, log } = this.parts;
    const names = hosts.map(({ host }) => host.name);
    let seen = 0;
    await statuses.during(folder, names, 'checking', () =>
      statusOfHosts(
        hosts,
        reach,
        ({ host }, status) => {
          const shown = shownStatus(status);
          statuses.know(folder, host.name, shown);
          previews.lay(folder, `state ${host.name}`, statusOverlay(shown));
          const why = status.failure ? `: [${status.failure.code}] ${status.failure.message}` : '';
          log.info(escapedText(`${host.name}: ${shown.state}${why}`));
          tell(`${++seen} of ${hosts.length}`);
        },
        (host, observed) => {
          this.tellServer(folder, host, observed);
        },
      ),
    );
  }

  /** What the host really has is offered where its NICs are written. */
  private tellServer(folder: string, { host }: SiteHost, observed: ObservedHost): void {
    const nics = physicalNics(observed).map(({ name, mac, permanentMac = mac }) => ({
      name,
      ...(permanentMac !== undefined && { mac: permanentMac }),
    }));
    void this.parts.requests.tell('kvmnet/hostObserved', { uri: folder, host: host.name, nics });
  }

  /** Plans hosts and says what could not be planned: then none is offered, so that a site is not left half changed. */
  private async planned(
    source: Uri,
    names: readonly string[] | undefined,
  ): Promise<{ readonly folder: string; readonly saved: readonly SavedPlan[] } | undefined> {
    const found = await this.planSite(source, names);
    if (!found) return undefined;
    const { folder, results } = found;
    const saved = results.flatMap((result) => (result.ok ? [result.value] : []));
    if (saved.length === results.length) return { folder, saved };
    tellUnplanned(found, this.parts.log, 'Nothing was changed: ');
    return undefined;
  }

  private planSite(source: Uri, names: readonly string[] | undefined): Promise<PlannedHosts | undefined> {
    return planSite(source, names, { ...this.parts, person: this.person }, (folder, host, observed) => {
      this.tellServer(folder, host, observed);
    });
  }

  private show(folder: string, saved: readonly SavedPlan[]): Promise<void> {
    const { plans, previews } = this.parts;
    return showPlans(
      folder,
      saved.map(({ plan }) => plan),
      plans,
      previews,
    );
  }

  private async confirmAndApply(
    source: Uri,
    folder: string,
    saved: readonly SavedPlan[],
    deed: Deed,
  ): Promise<void> {
    await this.show(folder, saved);
    const changing = saved.filter(({ plan }) => plan.steps.length > 0 || plan.refusals.length > 0);
    const plans = changing.map(({ plan }) => plan);
    if (changing.length === 0) {
      void window.showInformationMessage(nothingToDo(saved));
      return;
    }
    const consent = await confirmPlans(plans, deed);
    if (!consent) return;
    const names = plans.map(({ host }) => host);
    const taken = names.find((name) => this.busy.has(`${folder} ${name}`));
    if (taken !== undefined) {
      void window.showWarningMessage(`${taken} is being changed already.`);
      return;
    }
    const groups = new Set(changing.flatMap(({ apart }) => apart));
    const partner = [...(orderSet().together ? [] : this.busy)].find(
      ([key, apart]) => key.startsWith(`${folder} `) && apart.some((group) => groups.has(group)),
    );
    if (partner) {
      const [key] = partner;
      void window.showWarningMessage(
        `${key.slice(folder.length + 1)} is being changed, and shares a heartbeat with ${names.join(', ')}: wait until it has come to its end.`,
      );
      return;
    }
    const keys = names.map((name) => `${folder} ${name}`);
    for (const { plan, apart } of changing) this.busy.set(`${folder} ${plan.host}`, apart);
    const ends = await this.apply(source, folder, changing, deed, consent.force).finally(() => {
      for (const key of keys) this.busy.delete(key);
    });
    clearPlans(folder, plans, this.parts.previews);
    tellEnds(ends, deed, this.parts.log, (rest) => void this.deployAll(source, rest));
    await this.status(source, names, true);
  }

  private apply(
    source: Uri,
    folder: string,
    changing: readonly SavedPlan[],
    deed: Deed,
    force: boolean,
  ): Promise<readonly HostEnd[]> {
    const { statuses, log } = this.parts;
    const seconds = windowSet();
    const activity = deed.name === 'deploy' ? 'deploying' : 'rolling back';
    const names = changing.map(({ plan }) => plan.host);
    return statuses.during(folder, names, names.length === 1 ? activity : 'waiting', () =>
      applyWithProgress(
        changing,
        {
          deed,
          force,
          author: author(),
          ...orderSet(),
          // A rollback has no text that says whom the host shall reach.
          probes: deed.name === 'deploy' ? probesSet() : [],
          audit: this.audit,
          onHost: (host, doing) => statuses.say(folder, host, activity, doing),
          onHostEnd: (host, isDone) => statuses.say(folder, host, isDone ? 'done' : 'not done'),
          reach: (signal) => reachFrom(source, signal, this.person),
          ...(seconds !== undefined && { window: seconds }),
        },
        log,
      ),
    );
  }
}

const whereaboutsOfSummary = ({ name, ssh, via }: HostSummary): Whereabouts => ({ host: name, ssh, via });

async function planBack(host: HostSummary, reach: Reach, to: number | undefined): Promise<Result<SavedPlan>> {
  const whereabouts = whereaboutsOfSummary(host);
  const session = await reachHost(whereabouts, reach);
  if (!session.ok) return session;
  try {
    const planned = await planRollback(session.value, {
      ...(reach.signal && { signal: reach.signal }),
      ...(to !== undefined && { to }),
    });
    return planned.ok ? { ok: true, value: { whereabouts, plan: planned.value, apart: [] } } : planned;
  } finally {
    session.value.close();
  }
}

function nothingToDo(saved: readonly { readonly plan: Plan }[]): string {
  const [only] = saved;
  return saved.length === 1 && only
    ? `${only.plan.host}: no changes; the host is as the text says.`
    : `No changes: all ${saved.length} hosts are as the text says.`;
}
