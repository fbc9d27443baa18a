import { posix } from 'node:path';
import { loadSites, type LoadOptions, type Site, type SiteFileSystem } from '../../../src/language/index.js';

/** Files by path below `/site`; paths may lead out of it. */
export type Files = Readonly<Record<string, string>>;

/** A file system that holds these files and nothing else. */
export function memoryFileSystem(files: Files): SiteFileSystem {
  const texts = new Map(Object.entries(files).map(([path, text]) => [posix.resolve('/site', path), text]));
  const isFolder = (path: string): boolean => [...texts.keys()].some((file) => file.startsWith(`${path}/`));
  return {
    kindOf: (path) => Promise.resolve(texts.has(path) ? 'file' : isFolder(path) ? 'folder' : undefined),
    readText: (path) => Promise.resolve(texts.get(path)),
    list: (path) => {
      const inside = [...texts.keys()].filter((file) => file.startsWith(`${path}/`));
      const names = new Set(inside.map((file) => file.slice(path.length + 1).split('/')[0] ?? ''));
      return Promise.resolve(
        [...names].sort().map((name) => ({ name, folder: isFolder(posix.join(path, name)) })),
      );
    },
  };
}

/** The site of `/site`. */
export async function siteFrom(files: Files | string, options: LoadOptions = {}): Promise<Site> {
  const all = typeof files === 'string' ? { 'main.kvmnet': files } : files;
  const loaded = await loadSites(['/site'], { fileSystem: memoryFileSystem(all), ...options });
  const site = loaded.ok ? loaded.sites[0] : undefined;
  if (!site) throw new Error(loaded.ok ? 'No site.' : loaded.message);
  return site;
}

/** `code line:character` of each finding, 1-based as people count. */
export const findingsAt = ({ findings }: Pick<Site, 'findings'>): readonly string[] =>
  findings.map(
    ({ code, origin: { range } }) => `${code} ${range.start.line + 1}:${range.start.character + 1}`,
  );

export const codesOf = ({ findings }: Pick<Site, 'findings'>): readonly string[] =>
  findings.map(({ code }) => code);
