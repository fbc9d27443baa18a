import type { LogOutputChannel, Uri } from 'vscode';
import {
  planHosts,
  type Interaction,
  type ObservedHost,
  type Result,
  type SavedPlan,
  type SiteHost,
} from '../../deploy/index.js';
import type { HostStatuses } from '../hosts/host-statuses.js';
import type { SiteRequests } from '../site-requests.js';
import { checkedSite } from './checked-site.js';
import { reachFrom, withProgress } from './environment.js';
import { offerLog, tellFailure } from './tell-failure.js';

export interface PlannedHosts {
  /** URI of the folder. */
  readonly folder: string;
  readonly names: readonly string[];
  /** In the order of the names. */
  readonly results: readonly Result<SavedPlan>[];
}

interface PlanSiteParts {
  readonly person: Interaction;
  readonly requests: SiteRequests;
  readonly statuses: HostStatuses;
}

/**
 * Plans hosts of a site under a notification; nothing when errors stand in its text.
 * @param names the hosts, all of the site when absent
 */
export async function planSite(
  source: Uri,
  names: readonly string[] | undefined,
  { person, requests, statuses }: PlanSiteParts,
  onObserved: (folder: string, host: SiteHost, observed: ObservedHost) => void,
): Promise<PlannedHosts | undefined> {
  const site = await checkedSite(requests, source, names);
  if (!site || site.hosts.length === 0) return undefined;
  const { folder, hosts } = site;
  const all = hosts.map(({ host }) => host.name);
  const [only = ''] = all;
  const title = `Looking at ${all.length === 1 ? only : `${all.length} hosts`}`;
  let seen = 0;
  const results = await withProgress(title, (signal, tell) =>
    statuses.during(folder, all, 'planning', () =>
      planHosts(
        hosts,
        reachFrom(source, signal, person),
        () => {
          if (all.length > 1) tell(`${++seen} of ${all.length}`);
        },
        (host, observed) => onObserved(folder, host, observed),
      ),
    ),
  );
  return { folder, names: all, results };
}

/** @param meaning what it means for the others, said first */
export function tellUnplanned({ names, results }: PlannedHosts, log: LogOutputChannel, meaning = ''): void {
  const failed = results.filter(({ ok }) => !ok).length;
  if (results.length > 1 && failed > 0)
    offerLog(`${meaning}${failed} of ${results.length} hosts could not be planned.`, log);
  for (const [at, result] of results.entries())
    if (!result.ok) tellFailure(names[at] ?? '', result.failure, log);
}
