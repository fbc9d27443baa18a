import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exclusively } from '../../scripts/exclusive.js';
import { cacheDirectory } from '../../scripts/repository.js';
import { lastLines, runCommand } from '../../scripts/run-command.js';

export interface Netplan {
  readonly version: string;
  /** Everything that it complains about in one configuration; empty when it takes it. */
  complaints(yaml: string): Promise<string>;
}

/** netplan from Debian's packages, unpacked into the cache and not installed; a sentence when it cannot be had. */
export async function findNetplan(): Promise<Netplan | string> {
  const directory = cacheDirectory('bench', 'netplan');
  const root = join(directory, 'root');
  const missing = await exclusively(
    directory,
    () => process.stderr.write('Waiting for another process that unpacks netplan …\n'),
    async () => (existsSync(join(directory, 'complete')) ? undefined : await unpack(directory, root)),
  );
  if (missing !== undefined) return missing;
  const generate = ['usr/libexec/netplan/generate', 'lib/netplan/generate', 'usr/lib/netplan/generate']
    .map((path) => join(root, path))
    .find((path) => existsSync(path));
  if (generate === undefined) return 'the package netplan.io holds no program generate';
  const libraries = await foldersOfLibraries(root);
  const [deb = ''] = (await readdir(directory)).filter((name) => name.startsWith('netplan.io_'));
  return {
    version: deb.split('_')[1] ?? '',
    async complaints(yaml) {
      const folder = await mkdtemp(join(tmpdir(), 'kvmnet-netplan-'));
      try {
        await mkdir(join(folder, 'etc/netplan'), { recursive: true });
        const file = join(folder, 'etc/netplan/site.yaml');
        await writeFile(file, yaml);
        await chmod(file, 0o600);
        const env = { ...process.env, LD_LIBRARY_PATH: libraries.join(':') };
        const { code, output } = await runCommand([generate, '--root-dir', folder], { env });
        return output.trim() === '' && code !== 0 ? `exit ${String(code)}` : output.trim();
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}

async function unpack(directory: string, root: string): Promise<string | undefined> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  const download = (...names: readonly string[]) =>
    runCommand(['apt-get', '-q', 'download', ...names], { cwd: directory }).catch(() => undefined);
  const first = await download('netplan.io');
  const [deb] = (await readdir(directory)).filter((name) => name.endsWith('.deb'));
  if (first?.code !== 0 || deb === undefined)
    return `netplan.io cannot be downloaded: ${first ? lastLines(first.output, 1) : 'there is no apt-get'}`;
  // Its library and, from Debian 13 on, its generator are packages of their own.
  const { output } = await runCommand(['dpkg-deb', '-f', join(directory, deb), 'Depends'], {});
  const parts = [...output.matchAll(/\b(libnetplan\d+|netplan-generator)\b/g)].map(([name]) => name);
  await download(...new Set(parts));
  for (const name of (await readdir(directory)).filter((each) => each.endsWith('.deb')))
    await runCommand(['dpkg-deb', '-x', join(directory, name), root], {});
  await writeFile(join(directory, 'complete'), '');
  return undefined;
}

async function foldersOfLibraries(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return [
    ...new Set(
      entries.filter(({ name }) => name.startsWith('libnetplan.so')).map((entry) => entry.parentPath),
    ),
  ];
}
