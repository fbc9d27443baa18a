import { hostname, userInfo } from 'node:os';
import { commands, ProgressLocation, Uri, window, workspace, type LogOutputChannel } from 'vscode';
import { describeImpact, formatPlan, type Plan, type Reach } from '../../deploy/index.js';
import { chooseHost } from '../choose-host.js';
import { showErrors } from '../compiled-files.js';
import { folderOf } from '../places.js';
import type { PlanDocuments } from '../plan-documents.js';
import { planOverlay } from '../preview/plan-overlay.js';
import type { Previews } from '../preview/previews.js';
import type { SiteRequests } from '../site-requests.js';
import { applyWithProgress, DEEDS, type Deed } from './apply-with-progress.js';
import { person } from './person.js';
import { planBack, planFor, type Planned } from './plan-for.js';

/** Plan, deploy, roll back. Loaded when the first of them runs, with the SSH code behind it. */
export class DeployCommands {
  /** Hosts that are being changed by this window. */
  private readonly busy = new Set<string>();

  constructor(
    private readonly requests: SiteRequests,
    private readonly documents: PlanDocuments,
    private readonly previews: Previews,
    private readonly log: LogOutputChannel,
  ) {}

  async plan(source: Uri, name: string | undefined): Promise<void> {
    const planned = await this.planned(source, name, 'KVMNet: plan');
    if (!planned) return;
    planned.session.close();
    await this.show(source, planned.plan);
  }

  async deploy(source: Uri, name: string | undefined): Promise<void> {
    const planned = await this.planned(source, name, 'KVMNet: deploy');
    if (!planned) return;
    try {
      await this.confirmAndApply(source, planned, DEEDS.deploy);
    } finally {
      planned.session.close();
    }
  }

  async rollback(source: Uri, name: string | undefined): Promise<void> {
    if (!allowed()) return;
    const host = await chooseHost(this.requests, source, name, 'KVMNet: roll back');
    if (!host) return;
    const planned = await this.withProgress(`Looking at ${host.name}`, (signal) =>
      planBack(host, reach(source, signal), this.log),
    );
    if (!planned) return;
    try {
      await this.confirmAndApply(source, planned, DEEDS.rollback);
    } finally {
      planned.session.close();
    }
  }

  private async planned(source: Uri, name: string | undefined, title: string): Promise<Planned | undefined> {
    if (!allowed()) return undefined;
    const host = await chooseHost(this.requests, source, name, title);
    if (!host) return undefined;
    const result = await this.requests.ask('kvmnet/network', { uri: source.toString() });
    if (result.kind === 'errors') {
      await showErrors(result);
      return undefined;
    }
    return this.withProgress(`Looking at ${host.name}`, (signal) =>
      planFor(result.network, host.name, reach(source, signal), this.log),
    );
  }

  private async confirmAndApply(source: Uri, planned: Planned, deed: Deed): Promise<void> {
    const { plan } = planned;
    const { verb } = deed;
    await this.show(source, plan);
    if (plan.steps.length === 0) {
      void window.showInformationMessage(`${plan.host}: no changes; the host is as the text says.`);
      return;
    }
    const [refusal] = plan.refusals;
    if (refusal) {
      void window.showErrorMessage(`${refusal.message} ${refusal.nextStep}`);
      return;
    }
    const steps = `${plan.steps.length} step${plan.steps.length === 1 ? '' : 's'}`;
    const answer = await window.showWarningMessage(
      `${verb} ${steps} on ${plan.host}?`,
      { modal: true, detail: impactSummary(plan) },
      verb,
    );
    if (answer !== verb) return;
    if (this.busy.has(plan.host)) {
      void window.showWarningMessage(`${plan.host} is being changed already.`);
      return;
    }
    this.busy.add(plan.host);
    try {
      await applyWithProgress(planned, { deed, author: author(), window: windowOf(plan) }, this.log);
      // What was planned is done, or undone: it is no plan any more.
      this.previews.lay(folderOf(source), planSource(plan), undefined);
    } finally {
      this.busy.delete(plan.host);
    }
  }

  private async show(source: Uri, plan: Plan): Promise<void> {
    this.previews.lay(folderOf(source), planSource(plan), planOverlay(plan));
    const files = new Map<string, Uri>();
    const path = (uri: string): string => {
      const file = Uri.parse(uri);
      const shown = workspace.asRelativePath(file);
      files.set(shown, file);
      return shown;
    };
    const text = formatPlan({ ...plan, window: windowOf(plan) }, { path });
    await this.documents.show(plan.host, { text, files });
  }

  private async withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (_, token) => {
        const cancellation = new AbortController();
        token.onCancellationRequested(() => cancellation.abort());
        return work(cancellation.signal);
      },
    );
  }
}

/** A newer plan of a host takes the place of the older. */
const planSource = ({ host }: Plan): string => `plan ${host}`;

/** A hidden command can still be called, so it is asked here as well. */
function allowed(): boolean {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  void window
    .showWarningMessage('Planning and deploying reach hosts: trust this workspace first.', manage)
    .then((answer) => {
      if (answer === manage) void commands.executeCommand('workbench.trust.manage');
    });
  return false;
}

function reach(source: Uri, signal: AbortSignal): Reach {
  const configFile = workspace.getConfiguration('kvmnet', source).get<string>('ssh.configFile') ?? '';
  return {
    interaction: person,
    trusted: workspace.isTrusted,
    signal,
    ...(configFile !== '' && { configFile }),
  };
}

/** Seconds that the host waits for the confirmation: what the person has set, or else what the plan asks for. */
function windowOf(plan: Plan): number {
  const set = workspace.getConfiguration('kvmnet').get<number>('deploy.window') ?? 0;
  return set > 0 ? set : plan.window;
}

/** Lines of a dialog that a person still reads. */
const MOST_IMPACTS = 6;

function impactSummary(plan: Plan): string {
  const impacts = [...new Set(plan.steps.flatMap((step) => step.impacts.map(describeImpact)))];
  const more = impacts.length - MOST_IMPACTS;
  const noticed =
    impacts.length === 0
      ? ['Nobody will notice.']
      : [
          'What will be noticed:',
          ...impacts.slice(0, MOST_IMPACTS).map((impact) => `• ${impact}`),
          ...(more > 0 ? [`and ${more} more`] : []),
        ];
  return [
    'The plan is open in the editor.',
    '',
    ...noticed,
    '',
    `Unless a new connection confirms it within ${windowOf(plan)} seconds, the host undoes everything by itself.`,
  ].join('\n');
}

function author(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `unknown@${hostname()}`;
  }
}
