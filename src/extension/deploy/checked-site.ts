import type { Uri } from 'vscode';
import type { SiteHost } from '../../deploy/index.js';
import { checkedNetwork } from '../../model/index.js';
import { showErrors } from '../compiled-files.js';
import type { SiteRequests } from '../site-requests.js';

/** Hosts of a site without errors, ready to be planned. */
export interface CheckedSite {
  /** URI of the folder. */
  readonly folder: string;
  readonly hosts: readonly SiteHost[];
}

/** The site of a file as the language server has checked it; says so when errors stand in it, unless that is no matter now. */
export async function checkedSite(
  requests: SiteRequests,
  source: Uri,
  names: readonly string[] | undefined,
  quiet = false,
): Promise<CheckedSite | undefined> {
  const result = await requests.ask('kvmnet/network', { uri: source.toString() });
  if (result.kind === 'errors') {
    if (!quiet) await showErrors(result);
    return undefined;
  }
  // The server gives out a network only when no error stands in it.
  const network = checkedNetwork(result.network, []);
  if (!network) return undefined;
  const hosts = network.hosts
    .filter(({ name }) => names === undefined || names.includes(name))
    .map((host) => ({ network, host }));
  return { folder: network.folder, hosts };
}
