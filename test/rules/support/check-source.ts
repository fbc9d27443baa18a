import { posix } from 'node:path';
import { EmptyFileSystem } from 'langium';
import { combineFixes } from '../../../src/language/edits/fix-all.js';
import { applyTextEdits, textEditsOf } from '../../../src/language/edits/text-edits.js';
import { loadSites, type Site, type SiteFileSystem } from '../../../src/language/index.js';
import { createCoreServices } from '../../../src/language/module.js';
import type { Finding, Fix } from '../../../src/model/index.js';

/** Names of files in the folder of one site, and their texts. */
export type SourceFiles = Readonly<Record<string, string>>;

const FOLDER = '/site';
const URI_OF_FOLDER = `file://${FOLDER}`;

const fileSystemOf = (files: SourceFiles): SiteFileSystem => ({
  kindOf: (path) =>
    Promise.resolve(path === FOLDER ? 'folder' : posix.basename(path) in files ? 'file' : undefined),
  readText: (path) => Promise.resolve(files[posix.basename(path)]),
  list: () => Promise.resolve(Object.keys(files).map((name) => ({ name, folder: false }))),
});

/** The site that some texts make, through the whole language. */
export async function siteOf(files: SourceFiles): Promise<Site> {
  const loaded = await loadSites([FOLDER], { fileSystem: fileSystemOf(files) });
  const site = loaded.ok ? loaded.sites[0] : undefined;
  if (!site) throw new Error(loaded.ok ? 'No site.' : loaded.message);
  return site;
}

const known = new Map<string, Promise<readonly Finding[]>>();

/** What is reported about a site of some texts. Several tests ask for the same. */
export function findingsOf(files: SourceFiles): Promise<readonly Finding[]> {
  const key = JSON.stringify(files);
  const findings = known.get(key) ?? siteOf(files).then((site) => site.findings);
  known.set(key, findings);
  return findings;
}

export const fileNameOf = ({ origin: { uri } }: Finding): string => uri.slice(URI_OF_FOLDER.length + 1);

const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer as unknown as {
  readonly vocabulary: Parameters<typeof textEditsOf>[2];
};

/** The texts after every safe fix of some findings, taken at once. */
export function applySafeFixes(
  files: SourceFiles,
  findings: readonly Finding[],
): { readonly count: number; readonly files: SourceFiles } {
  const textOf = (uri: string): string | undefined => files[uri.slice(URI_OF_FOLDER.length + 1)];
  const { count, edits } = combineFixes(findings, textOf, vocabulary);
  const changed = Object.entries(files).map(
    ([name, text]) => [name, applyTextEdits(text, edits.get(`${URI_OF_FOLDER}/${name}`) ?? [])] as const,
  );
  return { count, files: Object.fromEntries(changed) };
}

/** The texts after a fix. */
export function applyFix(files: SourceFiles, { edits }: Fix): SourceFiles {
  const changed = Object.entries(files).map(([name, text]) => {
    const own = edits.filter(({ at }) => at.uri === `${URI_OF_FOLDER}/${name}`);
    return [name, applyTextEdits(text, textEditsOf(own, text, vocabulary))];
  });
  return Object.fromEntries(changed) as SourceFiles;
}
