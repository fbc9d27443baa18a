import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One place that packages come from, as one line of a sources.list says it. */
export interface AptSource {
  readonly uri: string;
  readonly suite: string;
}

/** The enabled binary sources of this machine, from one-line (`*.list`) and deb822 (`*.sources`) files; see sources.list(5). */
export async function readAptSources(folder = '/etc/apt'): Promise<AptSource[]> {
  const parts = join(folder, 'sources.list.d');
  const names = (await readdir(parts).catch(() => [])).sort();
  const sources: AptSource[] = parseOneLine(await readIfThere(join(folder, 'sources.list')));
  for (const name of names) {
    const text = await readIfThere(join(parts, name));
    if (name.endsWith('.list')) sources.push(...parseOneLine(text));
    if (name.endsWith('.sources')) sources.push(...parseDeb822(text));
  }
  return sources;
}

export function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const [, uri, suite] = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line) ?? [];
    return uri !== undefined && suite !== undefined ? [{ uri, suite }] : [];
  });
}

export function parseDeb822(text: string): AptSource[] {
  const paragraphs = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\s*\n/);
  return paragraphs.flatMap((paragraph) => {
    const field = (name: string): string[] => {
      const match = new RegExp(`^${name}:((?:.*)(?:\\n[ \\t].*)*)`, 'im').exec(paragraph);
      return (match?.[1] ?? '').split(/\s+/).filter((word) => word !== '');
    };
    if (field('Enabled')[0] === 'no' || !field('Types').includes('deb')) return [];
    return field('URIs').flatMap((uri) => field('Suites').map((suite) => ({ uri, suite })));
  });
}

/**
 * The same mirrors for another release: what this machine gets its own release from, it gets the other one from.
 * Nothing if no Debian release is among the sources.
 */
export function sourcesOf(
  suite: string,
  machine: { codename: string; sources: readonly AptSource[] },
): string[] {
  const mirrorsOf = (wanted: string): string[] => [
    ...new Set(machine.sources.filter((source) => source.suite === wanted).map((source) => source.uri)),
  ];
  const release = mirrorsOf(machine.codename).filter((uri) => !uri.startsWith('cdrom:'));
  const security = mirrorsOf(`${machine.codename}-security`);
  return [
    ...release.map((uri) => `deb ${uri} ${suite} main`),
    ...(release.length > 0 ? security.map((uri) => `deb ${uri} ${suite}-security main`) : []),
  ];
}

async function readIfThere(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
