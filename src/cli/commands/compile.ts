import { join, resolve } from 'node:path';
import { escapedText } from '../../model/index.js';
import {
  compile as compileNetwork,
  fileNameOf,
  manifestOf,
  type CompiledHost,
} from '../../compiler/index.js';
import { checkedSites, chooseHosts } from '../checked-sites.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { pathFrom } from '../reports/located.js';
import type { Terminal } from '../terminal.js';
import { VERSION } from '../version.js';
import { folderFor, writeArtifacts, writeInto } from '../write-artifacts.js';

export interface CompileOptions {
  readonly host: readonly string[];
  readonly out: string;
}

/** Writes every file that the hosts would get, in the tree of each host, and a manifest. */
export async function compile(
  terminal: Terminal,
  paths: readonly string[],
  options: CompileOptions,
): Promise<ExitCode> {
  const checked = await checkedSites(terminal, paths);
  if (!checked.ok) return checked.exit;
  const chosen = chooseHosts(terminal, checked.sites, options.host);
  if (!chosen.ok) return chosen.exit;
  const clash = sameFolderTwice(chosen.hosts.map(({ host }) => host.name));
  if (clash !== undefined) {
    terminal.err(`kvmnet: two sites have a host called ${clash}; compile them into folders of their own.\n`);
    return EXIT.usage;
  }
  const out = resolve(terminal.cwd, options.out);
  const path = pathFrom(terminal.cwd);
  for (const { network } of checked.sites) {
    const hosts = chosen.hosts.filter((one) => one.network === network).map(({ host }) => host.name);
    if (hosts.length === 0) continue;
    for (const compiled of compileNetwork(network, { hosts })) {
      await writeHost(out, compiled);
      for (const { origin, message } of compiled.omissions)
        terminal.err(`${path(origin.uri)}:${origin.range.start.line + 1}: ${message}\n`);
      const count = compiled.artifacts.length;
      terminal.out(
        `${escapedText(`${compiled.name}: ${count} file${count === 1 ? '' : 's'} in ${folderFor(out, compiled.name)}`)}\n`,
      );
    }
  }
  return EXIT.ok;
}

function sameFolderTwice(names: readonly string[]): string | undefined {
  return names.find((name, at) => names.findIndex((other) => fileNameOf(other) === fileNameOf(name)) < at);
}

async function writeHost(out: string, compiled: CompiledHost): Promise<void> {
  const folder = folderFor(out, compiled.name);
  await writeArtifacts(folder, compiled.artifacts);
  await writeInto(
    join(folder, 'manifest.json'),
    `${JSON.stringify(manifestOf(compiled, VERSION), undefined, 2)}\n`,
    0o644,
  );
}
