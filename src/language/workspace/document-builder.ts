import {
  DefaultDocumentBuilder,
  DocumentState,
  URI,
  UriUtils,
  type BuildOptions,
  type AstNode,
  type LangiumDocument,
} from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import { FILE_EXTENSION } from '../site/imports.js';
import type { Sites } from './sites.js';

/**
 * Builds what changed and nothing else: references are looked up when they are used, so no other document has to be
 * linked again. Sees to it that a site is whole: the other files of its folder, and what is imported, are read, also
 * when only one file was opened.
 */
export class KvmnetDocumentBuilder extends DefaultDocumentBuilder {
  private readonly sites: Sites;
  private readonly wholeFolders = new Set<string>();
  /** Imported documents that were read in the middle of a build, before anybody said that they are missing. */
  private readonly broughtIn = new Map<string, LangiumDocument>();

  constructor(services: KvmnetSharedServices) {
    super(services);
    this.sites = services.workspace.Sites;
    this.onBuildPhase(DocumentState.IndexedContent, () => this.bringInImports());
  }

  override async build<T extends AstNode>(
    documents: LangiumDocument<T>[],
    options?: BuildOptions,
    cancelToken?: CancellationToken,
  ): Promise<void> {
    await super.build(documents, options, cancelToken);
    await this.buildBroughtIn(cancelToken);
  }

  override async update(changed: URI[], deleted: URI[], cancelToken?: CancellationToken): Promise<void> {
    const siblings = (await Promise.all(changed.map((uri) => this.unknownSiblings(uri)))).flat();
    await super.update([...changed, ...siblings], deleted, cancelToken);
    await this.buildBroughtIn(cancelToken);
  }

  protected override shouldRelink(): boolean {
    return false;
  }

  private async bringInImports(): Promise<void> {
    const tried = new Set<string>();
    for (;;) {
      const missing = this.sites.missingImports().filter((uri) => !tried.has(uri));
      if (missing.length === 0) return;
      for (const uri of missing) {
        tried.add(uri);
        const document = await this.read(URI.parse(uri));
        if (document) this.broughtIn.set(uri, document);
      }
    }
  }

  private async read(uri: URI): Promise<LangiumDocument | undefined> {
    const there = await this.fileSystemProvider.exists(uri).catch(() => false);
    if (!there) return undefined;
    const document = await this.langiumDocuments.getOrCreateDocument(uri).catch(() => undefined);
    if (document) this.sites.put(document);
    return document;
  }

  /** What was brought in gets the rest of its build, diagnostics included. */
  private async buildBroughtIn(cancelToken?: CancellationToken): Promise<void> {
    const documents = [...this.broughtIn.values()];
    this.broughtIn.clear();
    if (documents.length > 0) await super.build(documents, { validation: true }, cancelToken);
  }

  private async unknownSiblings(uri: URI): Promise<URI[]> {
    const folder = UriUtils.dirname(uri);
    const key = folder.toString();
    if (this.wholeFolders.has(key) || uri.scheme !== 'file' || !uri.path.endsWith(FILE_EXTENSION)) return [];
    this.wholeFolders.add(key);
    const entries = await this.fileSystemProvider.readDirectory(folder).catch(() => []);
    return entries
      .filter((entry) => entry.isFile && entry.uri.path.endsWith(FILE_EXTENSION))
      .map((entry) => entry.uri)
      .filter(
        (sibling) => sibling.toString() !== uri.toString() && !this.langiumDocuments.hasDocument(sibling),
      );
  }
}
