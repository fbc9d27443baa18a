import type { AstNode, LangiumDocument } from 'langium';
import type { Finding } from '../../model/index.js';
import type { Declaration, Declarations } from '../declarations/declaration.js';
import { parsedFile } from '../declarations/parse.js';
import { readDeclarations, type ReadFile } from '../declarations/read-declarations.js';
import { isSourceFile, type SourceFile } from '../generated/ast.js';
import type { KvmnetCoreServices } from '../module.js';
import type { ReportSettings } from '../report/report-findings.js';
import { analyseSite, createSiteCache, type SiteAnalysis, type SiteCache } from '../site/analyse-site.js';
import { FILE_EXTENSION, folderOf, siteFiles } from '../site/imports.js';

interface OpenFile {
  readonly read: ReadFile;
  readonly root: SourceFile;
}

interface OpenSite {
  readonly cache: SiteCache;
  readonly members: Set<string>;
  /** Files that its files import, there or not. */
  imported: ReadonlySet<string>;
  analysis?: SiteAnalysis;
  findingsByFile?: ReadonlyMap<string, readonly Finding[]>;
  files: readonly Declarations[];
}

/**
 * The sites of the files that the editor knows, kept up to date file by file: what a change costs grows with what
 * changed. A site is analysed when somebody asks and something in it changed.
 */
export class Sites {
  private readonly files = new Map<string, OpenFile>();
  private readonly sites = new Map<string, OpenSite>();
  private readonly importers = new Map<string, Set<string>>();
  private settings: ReportSettings = {};

  constructor(private readonly servicesOf: () => KvmnetCoreServices | undefined) {}

  /** Severities chosen by the person; every site is reported anew. */
  configure(settings: ReportSettings): void {
    this.settings = settings;
    for (const site of this.sites.values()) forgetAnalysis(site);
  }

  /** Takes over a file that was parsed. */
  put(document: LangiumDocument): void {
    const { value } = document.parseResult;
    const services = this.servicesOf();
    if (!services || !isSourceFile(value)) return;
    const uri = document.uri.toString();
    const result = { ...document.parseResult, value };
    const read = readDeclarations(parsedFile(uri, result, services), this.files.get(uri)?.read);
    this.files.set(uri, { read, root: value });
    this.site(folderOf(uri)).members.add(uri);
    this.touch(uri);
  }

  remove(uri: string): void {
    if (!this.files.delete(uri)) return;
    this.touch(uri);
    const folder = folderOf(uri);
    const site = this.sites.get(folder);
    site?.members.delete(uri);
    if (site?.members.size === 0) {
      for (const imported of site.imported) this.importers.get(imported)?.delete(folder);
      this.sites.delete(folder);
    }
  }

  declarationsOf(uri: string): Declarations | undefined {
    return this.files.get(uri)?.read.declarations;
  }

  /** What is known of the site of a file's folder, or of a folder; undefined when no file of it is known. */
  analysisOf(uri: string): SiteAnalysis | undefined {
    const folder = siteFolderOf(uri);
    const site = this.sites.get(folder);
    if (!site) return undefined;
    site.analysis ??= this.analyse(folder, site);
    return site.analysis;
  }

  /** The folders of all sites that the editor knows. */
  folders(): Iterable<string> {
    return this.sites.keys();
  }

  /** The folders of the sites that the file is part of: its own, and those that import it. */
  foldersWith(uri: string): readonly string[] {
    return [...new Set([folderOf(uri), ...(this.importers.get(uri) ?? [])])].filter((folder) =>
      this.sites.has(folder),
    );
  }

  /** URIs of the files of a site, imported ones included. */
  filesOf(folder: string): readonly string[] {
    this.analysisOf(folder);
    return this.sites.get(folder)?.files.map(({ uri }) => uri) ?? [];
  }

  /** All findings about a file, from every site that it is part of, each once. */
  findingsOf(uri: string): readonly Finding[] {
    const [only, ...more] = this.foldersWith(uri).map((folder) => this.findingsIn(folder).get(uri) ?? []);
    if (more.length === 0) return only ?? [];
    const all = [...(only ?? []), ...more.flat()];
    const seen = new Map(
      all.map((finding) => [JSON.stringify([finding.code, finding.origin, finding.message]), finding]),
    );
    return [...seen.values()];
  }

  /** Files of a site about which there is something to say. */
  filesWithFindings(folder: string): Iterable<string> {
    return this.findingsIn(folder).keys();
  }

  private findingsIn(folder: string): ReadonlyMap<string, readonly Finding[]> {
    const findings = this.analysisOf(folder)?.findings ?? [];
    const site = this.sites.get(folder);
    if (!site) return new Map();
    if (site.findingsByFile) return site.findingsByFile;
    const byFile = new Map<string, Finding[]>();
    for (const finding of findings) {
      const same = byFile.get(finding.origin.uri);
      if (same) same.push(finding);
      else byFile.set(finding.origin.uri, [finding]);
    }
    site.findingsByFile = byFile;
    return byFile;
  }

  /** Imported files that the editor does not know (yet). */
  missingImports(): readonly string[] {
    return [...this.sites.keys()].flatMap((folder) => {
      this.analysisOf(folder);
      return [...(this.sites.get(folder)?.imported ?? [])].filter(
        (uri) => !this.files.has(uri) && uri.endsWith(FILE_EXTENSION),
      );
    });
  }

  /** The block of a declaration in the text. */
  nodeOf(declaration: Declaration): AstNode | undefined {
    const { uri, range } = declaration.places.whole;
    return this.files.get(uri)?.root.declarations.find((node) => {
      const start = node.$cstNode?.range.start;
      return start?.line === range.start.line && start.character === range.start.character;
    });
  }

  /** The declarations of the site of a file's folder, or of a folder, by name; current, like everything else here. */
  namesOf(uri: string) {
    const folder = siteFolderOf(uri);
    this.analysisOf(folder);
    return this.sites.get(folder)?.cache.lowering.names;
  }

  private site(folder: string): OpenSite {
    const known = this.sites.get(folder);
    if (known) return known;
    const site: OpenSite = { cache: createSiteCache(), members: new Set(), imported: new Set(), files: [] };
    this.sites.set(folder, site);
    return site;
  }

  private touch(uri: string): void {
    for (const folder of this.foldersWith(uri)) {
      const site = this.sites.get(folder);
      if (site) forgetAnalysis(site);
    }
  }

  private analyse(folder: string, site: OpenSite): SiteAnalysis {
    const inFolder = [...site.members].flatMap((uri) => this.declarationsOf(uri) ?? []);
    const { files, findings, imported } = siteFiles(inFolder, (uri) => this.declarationsOf(uri));
    for (const gone of site.imported) if (!imported.has(gone)) this.importers.get(gone)?.delete(folder);
    for (const uri of imported) {
      const importers = this.importers.get(uri);
      if (importers) importers.add(folder);
      else this.importers.set(uri, new Set([folder]));
    }
    site.imported = imported;
    site.files = files;
    return analyseSite(folder, files, findings, site.cache, this.settings);
  }
}

const siteFolderOf = (uri: string): string =>
  uri.endsWith(FILE_EXTENSION) ? folderOf(uri) : uri.replace(/\/$/, '');

function forgetAnalysis(site: OpenSite): void {
  delete site.analysis;
  delete site.findingsByFile;
}
