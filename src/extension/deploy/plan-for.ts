import { window, type LogOutputChannel } from 'vscode';
import {
  planForHost,
  planRollback,
  reachHost,
  whereaboutsOf,
  type Failure,
  type HostSession,
  type Plan,
  type Reach,
} from '../../deploy/index.js';
import type { HostSummary } from '../../protocol/index.js';
import { checkedNetwork, type Network } from '../../model/index.js';

/** A plan, and the open session that it was made over. */
export interface Planned {
  readonly plan: Plan;
  readonly session: HostSession;
}

/** Plans one host of a network that the language server has checked; says so when that fails. */
export async function planFor(
  network: Network,
  name: string,
  reach: Reach,
  log: LogOutputChannel,
): Promise<Planned | undefined> {
  // The server gives out a network only when no error stands in it.
  const checked = checkedNetwork(network, []);
  const host = checked?.hosts.find((candidate) => candidate.name === name);
  if (!checked || !host) return undefined;
  const whereabouts = whereaboutsOf(checked, host);
  const session = whereabouts.ok ? await reachHost(whereabouts.value, reach) : whereabouts;
  if (!session.ok) {
    tellFailure(name, session.failure, log);
    return undefined;
  }
  const planned = await planForHost(checked, host, session.value, {
    ...(reach.signal && { signal: reach.signal }),
  });
  if (planned.ok) return { plan: planned.value, session: session.value };
  session.value.close();
  tellFailure(name, planned.failure, log);
  return undefined;
}

/** Plans the way of a host back to the generation before. */
export async function planBack(
  host: HostSummary,
  reach: Reach,
  log: LogOutputChannel,
): Promise<Planned | undefined> {
  const session = await reachHost({ host: host.name, ssh: host.ssh, via: host.via }, reach);
  if (!session.ok) {
    tellFailure(host.name, session.failure, log);
    return undefined;
  }
  const planned = await planRollback(session.value, { ...(reach.signal && { signal: reach.signal }) });
  if (planned.ok) return { plan: planned.value, session: session.value };
  session.value.close();
  tellFailure(host.name, planned.failure, log);
  return undefined;
}

/** Tells the person what failed and what to do next; details go to the log. */
export function tellFailure(
  host: string,
  { code, message, nextStep, details }: Failure,
  log: LogOutputChannel,
): void {
  log.error(`${host}: [${code}] ${message} ${nextStep}${details === undefined ? '' : `\n${details}`}`);
  if (code === 'cancelled') return;
  const show = 'Show Log';
  void window.showErrorMessage(`${host}: ${message} ${nextStep}`, show).then((answer) => {
    if (answer === show) log.show();
  });
}
