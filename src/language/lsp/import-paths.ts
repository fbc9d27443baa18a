import { UriUtils, type FileSystemProvider, type URI } from 'langium';
import type { Proposal } from '../completion/complete.js';
import { literally } from '../completion/snippet-text.js';
import { FILE_EXTENSION } from '../site/imports.js';

/**
 * What an `import` of the file may name: folders, to go on from, and `.kvmnet` files. Those of the file's own folder are
 * known anyway. A folder that cannot be read has nothing to offer.
 *
 * @param typed the path as far as it is written, with its opening quote
 */
export async function importPaths(
  file: URI,
  typed: string,
  files: Pick<FileSystemProvider, 'readDirectory'>,
): Promise<readonly Proposal[]> {
  const path = typed.replace(/^"/, '');
  const base = path.slice(0, path.lastIndexOf('/') + 1);
  const own = UriUtils.dirname(file);
  const folder = UriUtils.resolvePath(own, base);
  const entries = await files.readDirectory(folder).catch(() => []);
  const isOwn = folder.toString().replace(/\/$/, '') === own.toString().replace(/\/$/, '');
  const named = entries.map((entry) => ({ ...entry, name: UriUtils.basename(entry.uri) }));
  const found = named
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .flatMap(({ name, isDirectory }): readonly Proposal[] => {
      if (isDirectory) return [folderProposal(`${base}${name}/`)];
      if (isOwn || !name.endsWith(FILE_EXTENSION)) return [];
      return [{ label: `${base}${name}`, kind: 'reference', insertText: `"${literally(base + name)}"` }];
    })
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  // Up as long as nothing but steps up are written.
  const up = /^(?:\.\.\/)*$/.test(base) ? [folderProposal(`${base}../`)] : [];
  return base === '' ? [...up, ...found] : [...found, ...up];
}

/** The quote stays open behind the cursor, so that the path goes on. */
const folderProposal = (path: string): Proposal => ({
  label: path,
  kind: 'value',
  insertText: `"${literally(path)}$0"`,
  detail: 'folder',
  goesOn: true,
});
