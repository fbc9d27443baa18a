import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extensionPackage } from '../../../scripts/package-extension.js';
import { root } from '../../architecture/imports.js';

/** The extension as people install it: the file that `npm run build && npm run package` has made of these sources. */
export function packagedExtension(): string {
  const vsix = extensionPackage();
  const made = statSync(vsix, { throwIfNoEntry: false })?.mtimeMs;
  const newer = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).find(
    (name) => name.endsWith('.ts') && statSync(join(root, 'src', name)).mtimeMs > (made ?? 0),
  );
  if (newer !== undefined)
    throw new Error(
      `${vsix} is ${made === undefined ? 'not there' : `older than src/${newer}`}: run "npm run build" and "npm run package" first.`,
    );
  return vsix;
}
