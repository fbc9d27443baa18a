import { writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Site } from '../../language/index.js';
import { buildGraph, layoutGraph, renderSvg, type Perspective } from '../../topology/index.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { openSites } from '../open-sites.js';
import type { Terminal } from '../terminal.js';

export interface GraphOptions {
  readonly perspective: Perspective;
  readonly host: readonly string[];
  readonly out: string;
  readonly theme: 'light' | 'dark';
}

/** Draws one site, with its findings: the same drawing as in the editor. */
export async function graph(
  terminal: Terminal,
  paths: readonly string[],
  options: GraphOptions,
): Promise<ExitCode> {
  const kind = extname(options.out);
  if (kind !== '.svg' && kind !== '.json')
    return usage(terminal, `--out takes a file that ends in .svg or .json.`);
  const opened = await openSites(terminal, paths);
  if (!opened.ok) return opened.exit;
  const [site, another] = opened.value.sites;
  if (!site) return EXIT.usage;
  if (another) return usage(terminal, 'A picture shows one site: name one of these folders.');
  const unknown = options.host.filter((name) => !site.network.hosts.some((host) => host.name === name));
  if (unknown.length > 0) {
    const known = site.network.hosts.map(({ name }) => name).join(', ') || 'none';
    return usage(terminal, `no host is called ${unknown.join(', ')}. Known are: ${known}.`);
  }
  const hosts = options.host.length > 0 ? options.host : hostsOfAskedFiles(site);
  const drawn = buildGraph(site.network, site.findings, {
    perspective: options.perspective,
    ...(hosts.length > 0 && { hosts }),
  });
  const layout = layoutGraph(drawn);
  const content =
    kind === '.svg'
      ? renderSvg(drawn, layout, options.theme)
      : `${JSON.stringify({ graph: drawn, layout }, undefined, 2)}\n`;
  await writeFile(resolve(terminal.cwd, options.out), content);
  terminal.out(`${options.out}: ${drawn.nodes.length} elements.\n`);
  return EXIT.ok;
}

/**
 * When single files of a folder are named: the hosts that they declare, and those of the guests that they declare, as
 * `check` tells only what is about these files. Empty stands for all hosts.
 */
function hostsOfAskedFiles({ path, documents, asked, network }: Site): readonly string[] {
  const uris = new Set(asked.map(({ uri }) => uri));
  const others = documents.some((document) => dirname(document.path) === path && !uris.has(document.uri));
  if (!others) return [];
  const guests = network.guests.filter(({ places }) => uris.has(places.name.uri));
  const ofGuests = new Set(guests.flatMap((guest) => guest.hosts));
  return network.hosts
    .filter(({ id, places }) => uris.has(places.name.uri) || ofGuests.has(id))
    .map(({ name }) => name);
}

function usage(terminal: Terminal, message: string): ExitCode {
  terminal.err(`kvmnet: ${message}\n`);
  return EXIT.usage;
}
