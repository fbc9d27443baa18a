import type { Site } from '../language/index.js';
import type { CheckedNetwork } from '../model/index.js';
import { lineReader } from './commands/check.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { openSites } from './open-sites.js';
import { pathFrom } from './reports/located.js';
import { summaryLine, textReport } from './reports/text-report.js';
import type { Terminal } from './terminal.js';

export interface CheckedSite {
  readonly site: Site;
  readonly network: CheckedNetwork;
}

export type CheckedSites =
  | { readonly ok: true; readonly sites: readonly CheckedSite[] }
  | { readonly ok: false; readonly exit: ExitCode };

/** Sites in which no error stands; otherwise reports the errors, and nothing is compiled or deployed. */
export async function checkedSites(terminal: Terminal, paths: readonly string[]): Promise<CheckedSites> {
  const opened = await openSites(terminal, paths);
  if (!opened.ok) return opened;
  const { sites } = opened.value;
  const checked = sites.flatMap((site) => (site.checked ? [{ site, network: site.checked }] : []));
  if (checked.length === sites.length) return { ok: true, sites: checked };
  const path = pathFrom(terminal.cwd);
  const errors = sites.flatMap((site) => site.findings).filter(({ severity }) => severity === 'error');
  const documents = sites.flatMap((site) => site.documents);
  const located = errors.map((finding) => ({ finding, path }));
  terminal.err(textReport(located, { colours: false, lineAt: lineReader(documents) }));
  terminal.err(`${summaryLine(errors, documents.length)} Nothing is compiled before they are gone.\n`);
  return { ok: false, exit: EXIT.errors };
}

export interface ChosenHost extends CheckedSite {
  readonly host: CheckedNetwork['hosts'][number];
}

export type ChosenHosts =
  | { readonly ok: true; readonly hosts: readonly ChosenHost[] }
  | { readonly ok: false; readonly exit: ExitCode };

/** The hosts named by `--host`, all of them without it. */
export function chooseHosts(
  terminal: Terminal,
  sites: readonly CheckedSite[],
  names: readonly string[],
): ChosenHosts {
  const all = sites.flatMap(({ site, network }) => network.hosts.map((host) => ({ site, network, host })));
  const unknown = names.filter((name) => !all.some(({ host }) => host.name === name));
  if (unknown.length > 0) {
    const known = all.map(({ host }) => host.name).join(', ') || 'none';
    terminal.err(`kvmnet: no host is called ${unknown.join(', ')}. Known are: ${known}.\n`);
    return { ok: false, exit: EXIT.usage };
  }
  return { ok: true, hosts: names.length === 0 ? all : all.filter(({ host }) => names.includes(host.name)) };
}
