import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exclusively } from '../scripts/exclusive.js';
import { cacheDirectory, fingerprint } from '../scripts/repository.js';
import { environmentForNpm, lastLines, runCommand } from '../scripts/run-command.js';

/**
 * Packages that something is compared with: installed once into the cache, from the registry that the machine's npm is
 * set to. They are no dependencies, for nobody but a benchmark needs them.
 *
 * @param packages with their exact versions, such as `dagre@0.8.5`.
 * @returns the folder `node_modules` that holds them.
 */
export async function npmTools(...packages: readonly string[]): Promise<string> {
  const directory = cacheDirectory('bench', fingerprint(...packages));
  const stamp = join(directory, 'complete');
  await exclusively(
    directory,
    () => process.stderr.write('Waiting for another process that installs the same packages …\n'),
    async () => {
      if (existsSync(stamp)) return;
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory, { recursive: true });
      await writeFile(join(directory, 'package.json'), '{ "private": true }\n');
      process.stderr.write(`Installing ${packages.join(', ')} …\n`);
      const npm = ['npm', 'install', '--save-exact', '--no-audit', '--no-fund', ...packages] as const;
      const { code, output } = await runCommand([...npm], { cwd: directory, env: environmentForNpm({}) });
      if (code !== 0) throw new Error(`npm could not install them:\n${lastLines(output)}`);
      await writeFile(stamp, '');
    },
  );
  return join(directory, 'node_modules');
}
