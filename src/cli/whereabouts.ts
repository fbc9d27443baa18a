import { whereaboutsOf, type Whereabouts } from '../deploy/index.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { openSites } from './open-sites.js';
import { printFailure } from './print-failure.js';
import type { Terminal } from './terminal.js';

export type FoundHosts =
  | { readonly ok: true; readonly hosts: readonly Whereabouts[] }
  | { readonly ok: false; readonly exit: ExitCode };

/**
 * Where hosts are, all of the text without names. What else stands in the text, and whether it has errors, does not matter;
 * a host that no text describes any more is reached by its name.
 */
export async function whereaboutsInText(
  terminal: Terminal,
  paths: readonly string[],
  names: readonly string[],
): Promise<FoundHosts> {
  const mayLackText = paths.length === 0 && names.length > 0;
  const quiet = mayLackText ? { ...terminal, err: () => undefined } : terminal;
  const opened = await openSites(quiet, paths);
  if (!opened.ok && !mayLackText) return opened;
  const sites = opened.ok ? opened.value.sites : [];
  const all = sites.flatMap(({ network }) => network.hosts.map((host) => ({ network, host })));
  const wanted = names.length > 0 ? names : all.map(({ host }) => host.name);
  const hosts: Whereabouts[] = [];
  for (const name of wanted) {
    const found = all.find(({ host }) => host.name === name);
    const whereabouts = found && whereaboutsOf(found.network, found.host);
    if (whereabouts?.ok === false) {
      printFailure(terminal, name, whereabouts.failure);
      return { ok: false, exit: EXIT.errors };
    }
    hosts.push(whereabouts?.value ?? { host: name, ssh: { name }, via: [] });
  }
  return { ok: true, hosts };
}
