import { hostname, userInfo } from 'node:os';
import { commands, ProgressLocation, window, workspace, type Uri } from 'vscode';
import { Answers, type Interaction, type Plan, type ProbeKind, type Reach } from '../../deploy/index.js';
import { probeKindsOf } from './probe-kinds.js';
import { orderOf, type OrderSet } from './rollout-order.js';

/** A hidden command can still be called, so it is asked here as well. */
export function allowed(): boolean {
  if (workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  void window
    .showWarningMessage('Planning and deploying reach hosts: trust this workspace first.', manage)
    .then((answer) => {
      if (answer === manage) void commands.executeCommand('workbench.trust.manage');
    });
  return false;
}

/** OpenSSH configuration that the person has set instead of their own. */
export function sshConfigFile(source: Uri): string | undefined {
  const set = workspace.getConfiguration('kvmnet', source).get<string>('ssh.configFile') ?? '';
  return set === '' ? undefined : set;
}

/** One way to reach all hosts of a command, so that each question is asked once. */
export function reachFrom(source: Uri, signal: AbortSignal, person: Interaction): Reach {
  const configFile = sshConfigFile(source);
  return {
    interaction: person,
    answers: new Answers(person),
    trusted: workspace.isTrusted,
    signal,
    ...(configFile !== undefined && { configFile }),
  };
}

/** Seconds that the person has set for the confirmation; absent: each plan's own. */
export function windowSet(): number | undefined {
  const set = workspace.getConfiguration('kvmnet').get<number>('deploy.window') ?? 0;
  return set > 0 ? set : undefined;
}

export const windowOf = (plan: Plan): number => windowSet() ?? plan.window;

export function orderSet(): OrderSet {
  const settings = workspace.getConfiguration('kvmnet');
  return orderOf((name) => settings.get(name));
}

/** Who has to answer after a deploy as before it. */
export const probesSet = (): readonly ProbeKind[] =>
  probeKindsOf(workspace.getConfiguration('kvmnet').get('deploy.probes'));

export function author(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    // In a container the user may have no name.
    return `unknown@${hostname()}`;
  }
}

/** Work that only looks, under a notification that cancels it. */
export function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, tell: (message: string) => void) => Promise<T>,
): Thenable<T> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (notification, token) => {
      const cancellation = new AbortController();
      token.onCancellationRequested(() => cancellation.abort());
      return work(cancellation.signal, (message) => notification.report({ message }));
    },
  );
}
