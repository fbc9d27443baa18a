import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './repository.js';
import { environmentForNpm, lastLines, runCommand } from './run-command.js';
import type { Progress } from './set-up.js';

/** The file that `npm run package` writes. */
export function extensionPackage(): string {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return join(repositoryRoot, `dist/kvmnet-${manifest.version}.vsix`);
}

/** Builds and packages the extension; nothing if that fails, which is reported then. */
export async function packageExtension(progress: Progress): Promise<string | undefined> {
  for (const script of ['build', 'package']) {
    progress(`Extension: npm run ${script} …`);
    const run = await runCommand(['npm', 'run', '--silent', script], {
      cwd: repositoryRoot,
      env: environmentForNpm({}),
    });
    if (run.code !== 0) {
      progress(`npm run ${script} ended with ${run.code}:\n${lastLines(run.output, 40)}`);
      return undefined;
    }
  }
  const vsix = extensionPackage();
  if (existsSync(vsix)) return vsix;
  progress(`npm run package has not written ${vsix}.`);
  return undefined;
}
