import { jumpHosts, type CheckedNetwork, type Host } from '../../model/index.js';
import type { Result } from '../failure.js';
import type { ObservedHost } from '../observe/index.js';
import type { SavedPlan } from '../workflow/plan-file.js';
import { planForHost } from '../workflow/plan-for-host.js';
import { reachHost, whereaboutsOf, type Reach } from '../workflow/reach-host.js';
import { atOnce, sharedByMany, type Opening } from './at-once.js';
import { heartbeatGroups } from './heartbeat-groups.js';

/** A host of a checked site. */
export interface SiteHost {
  readonly network: CheckedNetwork;
  readonly host: Host;
}

/**
 * Looks at hosts, several at a time, and plans each; changes nothing. One that fails does not keep others from being planned.
 * @param onPlanned told as each comes to its end
 * @param onObserved told what was found on a host, before its plan is made
 * @returns results in the order of the hosts
 */
export function planHosts<H extends SiteHost>(
  hosts: readonly H[],
  reach: Reach,
  onPlanned: (host: H, planned: Result<SavedPlan>) => void = () => undefined,
  onObserved: (host: H, observed: ObservedHost) => void = () => undefined,
): Promise<readonly Result<SavedPlan>[]> {
  sharedByMany(reach.signal);
  return atOnce(hosts, async (one, opening) => {
    const planned = await planOne(one, reach, opening, (observed) => {
      onObserved(one, observed);
    });
    onPlanned(one, planned);
    return planned;
  });
}

async function planOne(
  { network, host }: SiteHost,
  reach: Reach,
  opening: Opening,
  onObserved: (observed: ObservedHost) => void,
): Promise<Result<SavedPlan>> {
  const whereabouts = whereaboutsOf(network, host);
  if (!whereabouts.ok) return whereabouts;
  const session = await opening(() => reachHost(whereabouts.value, reach));
  if (!session.ok) return session;
  try {
    const planned = await planForHost(network, host, session.value, {
      onObserved,
      ...(reach.signal && { signal: reach.signal }),
    });
    if (!planned.ok) return planned;
    const apart = heartbeatGroups(network, host.id);
    const behind = (jumpHosts(host, (id) => network.hosts.find((one) => one.id === id)) ?? []).map(
      ({ name }) => name,
    );
    return { ok: true, value: { whereabouts: whereabouts.value, plan: planned.value, apart, behind } };
  } finally {
    session.value.close();
  }
}
