import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import SSHConfig, { glob } from 'ssh-config';
import type { SshTarget } from '../../model/index.js';
import type { Directives } from './configuration.js';
import type { Surroundings } from './expand-tokens.js';

/** As OpenSSH: a file that includes itself has to end somewhere. */
const DEEPEST_INCLUDE = 16;

/**
 * Reads the configuration files without OpenSSH. `Match exec` never matches: nothing is run.
 *
 * @param configFile read alone, as with `ssh -F`; or else the person's file and then the machine's, where the first value wins
 */
export async function parseConfiguration(
  target: SshTarget,
  configFile: string | undefined,
  { home }: Surroundings,
): Promise<Directives> {
  const folder = join(home, '.ssh');
  const texts =
    configFile !== undefined
      ? [await textOf(configFile, folder, target, 0)]
      : [
          await textOf(join(folder, 'config'), folder, target, 0),
          await textOf('/etc/ssh/ssh_config', '/etc/ssh', target, 0),
        ];
  const directives = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(compute(texts.join('\nHost *\n'), target)))
    directives.set(name, [value].flat());
  return directives;
}

function compute(text: string, target: SshTarget): Record<string, string | string[]> {
  const query = { Host: target.name, ...(target.user !== undefined && { User: target.user }) };
  return SSHConfig.parse(text).compute(query, { ignoreCase: true, matchExec: false });
}

/**
 * The text of a file with its Includes in place; ssh-config leaves them alone. After an included text the block that the
 * Include stands in is opened again, and an Include of a block that does not mean this host is left out.
 */
async function textOf(file: string, folder: string, target: SshTarget, depth: number): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const out: string[] = [];
  let block = 'Host *';
  for (const line of text.split(/\r?\n/)) {
    const [, keyword = '', rest = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    if (/^(?:host|match)$/i.test(keyword)) block = line.trim();
    if (keyword.toLowerCase() !== 'include') {
      out.push(line);
      continue;
    }
    const means = compute(`${block}\n  KvmnetBlock yes\n`, target).kvmnetblock !== undefined;
    if (!means || depth >= DEEPEST_INCLUDE) continue;
    for (const path of await included(rest, folder))
      out.push('Host *', await textOf(path, folder, target, depth + 1), block);
  }
  return out.join('\n');
}

/** Paths that an Include names: quoted or not, relative to the folder of the configuration, wildcards in the last part. */
async function included(value: string, folder: string): Promise<readonly string[]> {
  const paths = [...value.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const lists = paths.map(async (path) => {
    const home = path.replace(/^~\//, () => `${dirname(folder)}/`);
    const absolute = isAbsolute(home) ? home : join(folder, home);
    if (!/[*?]/.test(absolute)) return [absolute];
    const names = await readdir(dirname(absolute)).catch(() => []);
    return names
      .filter((name) => !name.startsWith('.') && glob(basename(absolute), name))
      .sort()
      .map((name) => join(dirname(absolute), name));
  });
  return (await Promise.all(lists)).flat();
}
