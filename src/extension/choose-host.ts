import { window, type Uri } from 'vscode';
import type { HostSummary } from '../protocol/index.js';
import type { SiteRequests } from './site-requests.js';

/** The host that a command is about: named by a code lens, the only one, or asked for. */
export async function chooseHost(
  requests: SiteRequests,
  source: Uri,
  name: string | undefined,
  title: string,
): Promise<HostSummary | undefined> {
  const { hosts } = await requests.ask('kvmnet/hosts', { uri: source.toString() });
  if (name !== undefined) return hosts.find((host) => host.name === name);
  if (hosts.length === 0) {
    void window.showInformationMessage('This folder describes no host yet.');
    return undefined;
  }
  if (hosts.length === 1) return hosts[0];
  const picked = await window.showQuickPick(
    hosts.map((host) => ({ label: host.name, description: sshText(host), host })),
    { title, placeHolder: 'Which host?' },
  );
  return picked?.host;
}

function sshText({ ssh: { user, name, port } }: HostSummary): string {
  return `${user === undefined ? '' : `${user}@`}${name}${port === undefined ? '' : `:${port}`}`;
}
