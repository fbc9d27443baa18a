import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository.js';

/** The extension as people install it: the file that `npm run build && npm run package` has made. */
export function packagedExtension(): string {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const vsix = join(repositoryRoot, `dist/kvmnet-${manifest.version}.vsix`);
  if (!existsSync(vsix))
    throw new Error(`There is no ${vsix}: run "npm run build" and "npm run package" first.`);
  return vsix;
}
