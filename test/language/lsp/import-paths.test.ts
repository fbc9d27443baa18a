import { URI, type FileSystemNode, type FileSystemProvider } from 'langium';
import { describe, expect, it } from 'vitest';
import { importPaths } from '../../../src/language/lsp/import-paths.js';

const FILES = [
  '/top/site/a.kvmnet',
  '/top/site/b.kvmnet',
  '/top/shared/zones.kvmnet',
  '/top/shared/readme.md',
];

/** Lists these files and nothing else. */
const fileSystem: Pick<FileSystemProvider, 'readDirectory'> = {
  readDirectory: (folder: URI): Promise<FileSystemNode[]> => {
    const prefix = `${folder.path.replace(/\/$/, '')}/`;
    const inside = FILES.filter((file) => file.startsWith(prefix)).map((file) => file.slice(prefix.length));
    if (inside.length === 0) return Promise.reject(new Error('There is no such folder.'));
    const names = new Set(inside.map((path) => path.split('/')[0] ?? ''));
    return Promise.resolve(
      [...names].map((name) => ({
        uri: URI.file(prefix + name),
        isFile: inside.includes(name),
        isDirectory: !inside.includes(name),
      })),
    );
  },
};
const offered = async (typed: string): Promise<readonly string[]> =>
  (await importPaths(URI.file('/top/site/a.kvmnet'), typed, fileSystem)).map(({ insertText }) => insertText);

describe('paths of an import', () => {
  it('lead up and down, folder by folder', async () => {
    expect(await offered('"')).toEqual(['"../$0"']);
    expect(await offered('"../')).toEqual(['"../shared/$0"', '"../site/$0"', '"../../$0"']);
  });

  it('end at .kvmnet files of other folders', async () => {
    expect(await offered('"../shared/')).toEqual(['"../shared/zones.kvmnet"']);
    expect(await offered('"../shared/zo')).toEqual(['"../shared/zones.kvmnet"']);
    expect(await offered('"../site/')).toEqual([]);
  });

  it('are none where nothing can be read', async () => {
    expect(await offered('"nowhere/')).toEqual([]);
  });
});
