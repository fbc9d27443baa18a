import { compile } from '../../compiler/index.js';
import type { CheckedNetwork, Host } from '../../model/index.js';
import { failure, success, type Result } from '../failure.js';
import { observeHost, type ObservedHost, type ObserveOptions } from '../observe/index.js';
import { compileOptionsFor } from '../plan/compile-options.js';
import { managementAddresses, planHost, poolsOfGuests, probesOf, type Plan } from '../plan/index.js';
import type { HostSession } from '../session.js';

export interface PlanForHostOptions extends ObserveOptions {
  /** Told what was found on the host, before the plan is made. */
  readonly onObserved?: (observed: ObservedHost) => void;
}

/** Looks at the host once, compiles for what runs there, and plans. Changes nothing. */
export async function planForHost(
  network: CheckedNetwork,
  host: Host,
  session: HostSession,
  options: PlanForHostOptions = {},
): Promise<Result<Plan>> {
  const observed = await observeHost(session, options);
  if (!observed.ok) return observed;
  options.onObserved?.(observed.value);
  const compileOptions = compileOptionsFor(host, observed.value);
  const [compiled] = compile(network, compileOptions);
  if (!compiled)
    return failure('host-unknown', `${host.name} is no host of this site.`, 'Read the site again.');
  return success(
    planHost({
      compiled,
      observed: observed.value,
      managementAddresses: managementAddresses(network, host.id),
      pools: poolsOfGuests(network),
      probes: probesOf(network, host, compileOptions.interfaceNames),
    }),
  );
}
