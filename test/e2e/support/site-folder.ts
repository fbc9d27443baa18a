import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repositoryRoot } from '../../../scripts/repository.js';

/** A folder of its own for a test, which may change it. */
export interface SiteFolder {
  readonly path: string;
  /** The absolute path of a file in it. */
  file(name: string): string;
  remove(): Promise<void>;
}

/** Makes a folder with these files: paths below it, and their text. */
export async function siteFolder(files: Readonly<Record<string, string>>): Promise<SiteFolder> {
  const folder = await emptyFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(folder.file(name)), { recursive: true });
    await writeFile(folder.file(name), text);
  }
  return folder;
}

/** A copy of `examples/`, whole, because its sites import from each other's neighbours. */
export async function copyOfExamples(): Promise<SiteFolder> {
  const folder = await emptyFolder();
  await cp(join(repositoryRoot, 'examples'), folder.path, { recursive: true });
  return folder;
}

async function emptyFolder(): Promise<SiteFolder> {
  const path = await mkdtemp(join(tmpdir(), 'kvmnet-site-'));
  return {
    path,
    file: (name) => join(path, name),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
