import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileNameOf, type Artifact } from '../compiler/index.js';

/** Names of hosts are quoted text: they never lead out of the folder, and never become longer than a file's name may be. */
export const folderFor = (out: string, host: string): string => join(out, fileNameOf(host));

/** Writes files of a host into a tree of its own. */
export async function writeArtifacts(folder: string, artifacts: readonly Artifact[]): Promise<void> {
  for (const { path, content, mode } of artifacts) await writeInto(join(folder, path), content, mode);
}

export async function writeInto(path: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode });
}
