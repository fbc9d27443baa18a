import { join, resolve } from 'node:path';
import { EmptyFileSystem, URI } from 'langium';
import type { CheckedNetwork, Finding, Network, NetworkIndex } from '../../model/index.js';
import type { Declarations } from '../declarations/declaration.js';
import { parsedFile } from '../declarations/parse.js';
import { readDeclarations } from '../declarations/read-declarations.js';
import { isSourceFile } from '../generated/ast.js';
import { createCoreServices, type KvmnetCoreServices } from '../module.js';
import type { ReportSettings } from '../report/report-findings.js';
import { analyseSite } from './analyse-site.js';
import { nodeFileSystem, type SiteFileSystem } from './file-system.js';
import { FILE_EXTENSION, folderOf, siteFiles } from './imports.js';

export interface SourceText {
  readonly uri: string;
  /** Path on this machine. */
  readonly path: string;
  readonly text: string;
}

/** A folder with everything that its files, and what they import, describe. */
export interface Site {
  /** URI without a slash at the end. */
  readonly folder: string;
  /** Path of the folder on this machine. */
  readonly path: string;
  readonly documents: readonly SourceText[];
  /** Those of them that were asked for: the files of the folder, without what they import, or the files named. */
  readonly asked: readonly SourceText[];
  readonly network: Network;
  readonly index: NetworkIndex;
  /** When single files were asked for, only those about them. */
  readonly findings: readonly Finding[];
  /** The network for the compiler; present when no error stands anywhere in the site. */
  readonly checked?: CheckedNetwork;
}

export type LoadedSites =
  | { readonly ok: true; readonly sites: readonly Site[] }
  /** A sentence about what cannot be loaded, and what to do. */
  | { readonly ok: false; readonly message: string; readonly nextStep: string };

export interface LoadOptions extends ReportSettings {
  readonly fileSystem?: SiteFileSystem;
}

/**
 * The sites at some paths. A folder is a site; a folder without `.kvmnet` files stands for the sites below it; a file
 * stands for the site of its folder, of which only the findings about that file are told.
 */
export async function loadSites(paths: readonly string[], options: LoadOptions = {}): Promise<LoadedSites> {
  const { fileSystem = nodeFileSystem } = options;
  const wanted = new Map<string, Set<string> | 'all'>();
  for (const path of paths) {
    const absolute = resolve(path);
    const kind = await fileSystem.kindOf(absolute);
    if (kind === undefined)
      return {
        ok: false,
        message: `There is no '${path}'.`,
        nextStep: `Name a folder or a ${FILE_EXTENSION} file.`,
      };
    if (kind === 'folder') {
      const folders = await foldersWithSites(absolute, fileSystem);
      if (folders.length === 0)
        return {
          ok: false,
          message: `'${path}' holds no ${FILE_EXTENSION} file.`,
          nextStep: 'Name the folder of a site.',
        };
      for (const folder of folders) wanted.set(folder, 'all');
    } else if (!absolute.endsWith(FILE_EXTENSION))
      return {
        ok: false,
        message: `'${path}' is no ${FILE_EXTENSION} file.`,
        nextStep: 'Name a folder or such a file.',
      };
    else {
      const folder = pathOf(folderOf(URI.file(absolute).toString()));
      const files = wanted.get(folder) ?? new Set<string>();
      if (files !== 'all') wanted.set(folder, files.add(URI.file(absolute).toString()));
    }
  }
  const reader = new SourceReader(fileSystem);
  const sites: Site[] = [];
  for (const [folder, files] of wanted) sites.push(await loadSite(folder, files, reader, options));
  return { ok: true, sites };
}

const pathOf = (uri: string): string => URI.parse(uri).fsPath;

/** The folder itself, where it holds files; else those below it that do, so many levels down. */
async function foldersWithSites(
  folder: string,
  fileSystem: SiteFileSystem,
  levels = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const entries = await fileSystem.list(folder);
  if (entries.some((entry) => !entry.folder && entry.name.endsWith(FILE_EXTENSION))) return [folder];
  return foldersBelow(folder, entries, fileSystem, levels);
}

async function foldersBelow(
  folder: string,
  entries: Awaited<ReturnType<SiteFileSystem['list']>>,
  fileSystem: SiteFileSystem,
  levels: number,
): Promise<readonly string[]> {
  if (levels === 0) return [];
  const below = entries.filter(
    ({ name, folder: isFolder }) => isFolder && !name.startsWith('.') && name !== 'node_modules',
  );
  const found = await Promise.all(
    below.map(({ name }) => foldersWithSites(join(folder, name), fileSystem, levels - 1)),
  );
  return found.flat();
}

/** Nobody asked for them: a site at the top of a home folder must not cost a walk through all of it. */
const NEAR = 2;

/** Folders shortly below the folder of a site that are sites of their own: they do not belong to it. */
export async function sitesBelow(
  folder: string,
  fileSystem: SiteFileSystem = nodeFileSystem,
): Promise<readonly string[]> {
  return foldersBelow(folder, await fileSystem.list(folder), fileSystem, NEAR);
}

async function loadSite(
  path: string,
  wanted: ReadonlySet<string> | 'all',
  reader: SourceReader,
  options: ReportSettings,
): Promise<Site> {
  const inFolder = await reader.folder(path);
  await reader.importsOf(inFolder);
  const folder = URI.file(path).toString().replace(/\/$/, '');
  const { files, findings: missing } = siteFiles(inFolder, (uri) => reader.known(uri)?.declarations);
  const { findings, ...analysis } = analyseSite(folder, files, missing, undefined, options);
  return {
    folder,
    path,
    documents: files.flatMap(({ uri }) => reader.known(uri)?.source ?? []),
    asked: inFolder
      .filter(({ uri }) => wanted === 'all' || wanted.has(uri))
      .flatMap(({ uri }) => reader.known(uri)?.source ?? []),
    ...analysis,
    findings: wanted === 'all' ? findings : findings.filter(({ origin }) => wanted.has(origin.uri)),
  };
}

/** Reads each file once, however many sites it belongs to. */
class SourceReader {
  private readonly read = new Map<
    string,
    { readonly source: SourceText; readonly declarations: Declarations } | undefined
  >();
  private readonly services: KvmnetCoreServices = createCoreServices(EmptyFileSystem).kvmnet;

  constructor(private readonly fileSystem: SiteFileSystem) {}

  known(uri: string) {
    return this.read.get(uri);
  }

  async folder(path: string): Promise<readonly Declarations[]> {
    const entries = await this.fileSystem.list(path);
    const names = entries.filter((entry) => !entry.folder && entry.name.endsWith(FILE_EXTENSION));
    const files = await Promise.all(
      names.map(({ name }) => this.file(URI.file(join(path, name)).toString())),
    );
    return files.flatMap((file) => file ?? []);
  }

  /** Reads whatever is imported from the files, directly or by what they import. */
  async importsOf(files: readonly Declarations[]): Promise<void> {
    const seen = new Set(files.map(({ uri }) => uri));
    let missing: readonly string[] = files.map(({ uri }) => uri);
    while (missing.length > 0) {
      const targets = siteFiles(files, (uri) => this.known(uri)?.declarations).imported;
      missing = [...targets].filter((uri) => !seen.has(uri) && uri.endsWith(FILE_EXTENSION));
      for (const uri of missing) {
        seen.add(uri);
        await this.file(uri);
      }
    }
  }

  private async file(uri: string): Promise<Declarations | undefined> {
    if (!this.read.has(uri)) {
      const path = pathOf(uri);
      const text = await this.fileSystem.readText(path);
      this.read.set(
        uri,
        text === undefined ? undefined : { source: { uri, path, text }, declarations: this.parse(uri, text) },
      );
    }
    return this.read.get(uri)?.declarations;
  }

  private parse(uri: string, text: string): Declarations {
    const result = this.services.parser.LangiumParser.parse(text);
    const root = result.value;
    if (!isSourceFile(root)) throw new Error(`The parser gave a ${root.$type} for ${uri}.`);
    return readDeclarations(parsedFile(uri, { ...result, value: root }, this.services)).declarations;
  }
}
