import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What loading a site needs of a file system; paths are the machine's own. */
export interface SiteFileSystem {
  /** undefined when there is nothing of that name, or it cannot be read. */
  kindOf(path: string): Promise<'file' | 'folder' | undefined>;
  readText(path: string): Promise<string | undefined>;
  /** Names of files and folders in it, sorted. */
  list(path: string): Promise<readonly { readonly name: string; readonly folder: boolean }[]>;
}

export const nodeFileSystem: SiteFileSystem = {
  async kindOf(path) {
    const found = await stat(path).catch(() => undefined);
    return found === undefined ? undefined : found.isDirectory() ? 'folder' : 'file';
  },
  readText: (path) => readFile(path, 'utf8').catch(() => undefined),
  async list(path) {
    const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
    const resolved = await Promise.all(
      entries.map(async (entry) => ({
        name: entry.name,
        folder:
          entry.isDirectory() ||
          (entry.isSymbolicLink() &&
            (await stat(join(path, entry.name)).catch(() => undefined))?.isDirectory() === true),
      })),
    );
    return resolved.sort((a, b) => (a.name < b.name ? -1 : 1));
  },
};
