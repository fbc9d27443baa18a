import { quotesFault } from '../declarations/name-fault.js';
import { UriUtils, URI } from 'langium';
import type { Finding } from '../../model/index.js';
import type { Name } from '../declarations/block-reader.js';
import type { Declarations } from '../declarations/declaration.js';
import { findingOf } from '../findings/report-to.js';

export const FILE_EXTENSION = '.kvmnet';

/** Folder of a file, without a slash at the end. */
export const folderOf = (uri: string): string =>
  UriUtils.dirname(URI.parse(uri)).toString().replace(/\/$/, '');

/** What a path in an import means, seen from the file that it stands in. No URI can hold half a surrogate pair. */
export const resolveImport = (uri: string, path: string): string =>
  UriUtils.resolvePath(
    UriUtils.dirname(URI.parse(uri)),
    path.replace(/\p{Surrogate}/gu, '\uFFFD'),
  ).toString();

export interface SiteFiles {
  /** The folder's files by name, then what they import, in the order in which it is named. */
  readonly files: readonly Declarations[];
  readonly findings: readonly Finding[];
  /** Every file that an import names, found or not. */
  readonly imported: ReadonlySet<string>;
}

/**
 * The files that a site consists of: those of its folder and, again and again, what they import.
 *
 * @param read gives what a file declares; undefined when there is no such file.
 */
export function siteFiles(
  inFolder: readonly Declarations[],
  read: (uri: string) => Declarations | undefined,
): SiteFiles {
  const files = [...inFolder].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  const taken = new Set(files.map(({ uri }) => uri));
  const imported = new Set<string>();
  const findings: Finding[] = [];
  // The list grows while it is gone through: what is imported may import.
  for (const file of files) {
    for (const name of file.imports) {
      const uri = resolveImport(file.uri, name.value);
      imported.add(uri);
      if (taken.has(uri)) continue;
      const target = uri.endsWith(FILE_EXTENSION) ? read(uri) : undefined;
      if (target) {
        taken.add(uri);
        files.push(target);
      } else findings.push(notFound(name));
    }
  }
  return { files, findings, imported };
}

const notFound = (name: Name): Finding =>
  findingOf({
    code: 'naming/import-not-found',
    ...(quotesFault(name.value, name.origin) ?? {
      message: name.value.endsWith(FILE_EXTENSION)
        ? `There is no file '${name.value}' here.`
        : `'${name.value}' is no ${FILE_EXTENSION} file.`,
      origin: name.origin,
    }),
  });
