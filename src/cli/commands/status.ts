import { statusOfHosts, STATE_WORDS, type Difference, type HostStatus } from '../../deploy/index.js';
import type { Origin } from '../../model/index.js';
import { checkedSites, chooseHosts } from '../checked-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { reachFor, type ReachingOptions } from '../reach.js';
import { pathFrom } from '../reports/located.js';
import { statusText } from '../plan-text.js';
import type { Terminal } from '../terminal.js';

export interface StatusOptions extends ReachingOptions {
  readonly host: readonly string[];
  readonly format: 'text' | 'json';
}

/** Says of each host whether it is as the text says, and what differs on which line. Changes nothing. */
export async function status(
  terminal: Terminal,
  paths: readonly string[],
  options: StatusOptions,
): Promise<ExitCode> {
  const checked = await checkedSites(terminal, paths);
  if (!checked.ok) return checked.exit;
  const chosen = chooseHosts(terminal, checked.sites, options.host);
  if (!chosen.ok) return chosen.exit;
  const all = await statusOfHosts(chosen.hosts, reachFor(terminal, options));
  if (options.format === 'json')
    terminal.out(
      `${JSON.stringify(
        all.map((one) => toJson(one, pathFrom(terminal.cwd))),
        undefined,
        2,
      )}\n`,
    );
  else for (const one of all) terminal.out(statusText(terminal, one));
  if (all.some(({ state }) => state === 'unreachable')) return EXIT.errors;
  return all.every(({ state }) => state === 'in-sync') ? EXIT.ok : EXIT.changes;
}

/** The stable JSON: words of the command line, places 0-based as in LSP. */
function toJson(one: HostStatus, path: (uri: string) => string): unknown {
  const { host, state, generation, history, lock, failure, problems, differences } = one;
  return {
    host,
    state: STATE_WORDS[state],
    ...(generation && { generation }),
    ...(lock && {
      lock: {
        owner: lock.owner,
        since: lock.since,
        expiresInSeconds: lock.secondsLeft,
        stale: lock.stale,
      },
    }),
    ...(failure && { failure }),
    problems,
    differences: differences.map((one) => differenceJson(one, path)),
    history,
  };
}

const differenceJson = (
  { kind, name, path: field, found, expected, cause, running, origin }: Difference,
  path: (uri: string) => string,
): unknown => ({ ...place(origin, path), kind, name, path: field, found, expected, cause, running });

const place = (
  origin: Origin | undefined,
  path: (uri: string) => string,
): { readonly file?: string; readonly range?: Origin['range'] } =>
  origin ? { file: path(origin.uri), range: origin.range } : {};
