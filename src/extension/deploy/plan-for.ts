import { window, type LogOutputChannel } from 'vscode';
import {
  planForHost,
  reachHost,
  whereaboutsOf,
  type Failure,
  type HostSession,
  type Plan,
  type Reach,
  type Result,
} from '../../deploy/index.js';
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
  if (!session.ok) return told(name, session, log);
  const planned = await planForHost(checked, host, session.value, {
    ...(reach.signal && { signal: reach.signal }),
  });
  if (planned.ok) return { plan: planned.value, session: session.value };
  session.value.close();
  return told(name, planned, log);
}

/** Tells the person what failed and what to do next; details go to the log. */
export function told(host: string, result: Result<unknown>, log: LogOutputChannel): undefined {
  if (!result.ok) tellFailure(host, result.failure, log);
  return undefined;
}

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
