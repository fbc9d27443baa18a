import { compile } from '../../compiler/index.js';
import { failure, success, type Failure, type Result } from '../failure.js';
import { observeHost, type ObservedHost } from '../observe/index.js';
import { compileOptionsFor, managementAddresses } from '../plan/index.js';
import { atOnce, sharedByMany, type Opening, type SiteHost } from '../rollout/index.js';
import { reachHost, whereaboutsOf, type Reach } from '../workflow/reach-host.js';
import { compareStatus } from './compare-status.js';
import type { HostStatus } from './host-status.js';

/**
 * Looks at hosts, several at a time, one round trip each; changes nothing. A host that cannot be reached or read is a status too.
 * @param onStatus told as each is known
 * @param onObserved told what was found on a host, before it is compared
 */
export function statusOfHosts<H extends SiteHost>(
  hosts: readonly H[],
  reach: Reach,
  onStatus: (host: H, status: HostStatus) => void = () => undefined,
  onObserved: (host: H, observed: ObservedHost) => void = () => undefined,
): Promise<readonly HostStatus[]> {
  sharedByMany(reach.signal);
  return atOnce(hosts, async (one, opening) => {
    const looked = await statusOf(one, reach, opening, (observed) => {
      onObserved(one, observed);
    });
    const status = looked.ok ? looked.value : unreachable(one.host.name, looked.failure);
    onStatus(one, status);
    return status;
  });
}

const unreachable = (host: string, reason: Failure): HostStatus => ({
  host,
  state: 'unreachable',
  differences: [],
  problems: [],
  links: [],
  history: [],
  failure: reason,
});

async function statusOf(
  { network, host }: SiteHost,
  reach: Reach,
  opening: Opening,
  onObserved: (observed: ObservedHost) => void,
): Promise<Result<HostStatus>> {
  const whereabouts = whereaboutsOf(network, host);
  if (!whereabouts.ok) return whereabouts;
  const session = await opening(() => reachHost(whereabouts.value, reach));
  if (!session.ok) return session;
  const observed = await observeHost(session.value, reach.signal ? { signal: reach.signal } : {});
  session.value.close();
  if (!observed.ok) return observed;
  onObserved(observed.value);
  const [compiled] = compile(network, compileOptionsFor(host, observed.value));
  if (!compiled)
    return failure('host-unknown', `${host.name} is no host of this site.`, 'Read the site again.');
  return success(
    compareStatus({
      compiled,
      observed: observed.value,
      managementAddresses: managementAddresses(network, host.id),
    }),
  );
}
