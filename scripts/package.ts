/** `npm run package`: the extension as one file, `dist/kvmnet-<version>.vsix`. Expects `npm run build` to have run. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { repositoryRoot } from './repository.js';

const manifest = JSON.parse(await readFile(join(repositoryRoot, 'package.json'), 'utf8')) as {
  version: string;
};
const packagePath = join(repositoryRoot, `dist/kvmnet-${manifest.version}.vsix`);

await createVSIX({
  cwd: repositoryRoot,
  packagePath,
  // Everything is bundled: the package carries no node_modules.
  dependencies: false,
  // The repository is not public yet: links in README.md stay as they are.
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
console.log(packagePath);
