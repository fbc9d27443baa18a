import { existsSync } from 'node:fs';
import { extensionPackage } from '../../../scripts/package-extension.js';

/** The extension as people install it: the file that `npm run build && npm run package` has made. */
export function packagedExtension(): string {
  const vsix = extensionPackage();
  if (!existsSync(vsix))
    throw new Error(`There is no ${vsix}: run "npm run build" and "npm run package" first.`);
  return vsix;
}
