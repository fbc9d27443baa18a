import { DocumentState } from 'langium';
import type { Diagnostic } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import { diagnosticOf } from './diagnostics.js';

export interface Publisher {
  /** Sends what changed without a document having changed. */
  publishAll(): void;
}

/**
 * A change in one file can make or mend faults in others of its site. Langium sends the diagnostics of the documents
 * that it built; this sends those of the others that are no longer what was sent.
 */
export function createPublisher(
  { workspace }: KvmnetSharedServices,
  send: (uri: string, diagnostics: Diagnostic[]) => void,
): Publisher {
  const { Sites: sites, RulePages: pages, DocumentBuilder: builder, LangiumDocuments: documents } = workspace;
  /** By file, what was sent; files without diagnostics are not kept, for there may be many. */
  const sent = new Map<string, string>();

  builder.onBuildPhase(DocumentState.Validated, (built) => {
    const done = new Set(built.map(({ uri }) => uri.toString()));
    for (const document of built) remember(document.uri.toString(), document.diagnostics ?? []);
    const folders = new Set([...done].flatMap((uri) => sites.foldersWith(uri)));
    publish([...folders], done);
  });

  function publish(folders: readonly string[], done: ReadonlySet<string>): void {
    const uris = new Set([
      ...sent.keys(),
      ...folders.flatMap((folder) => [...sites.filesWithFindings(folder)]),
    ]);
    for (const uri of uris) {
      if (done.has(uri)) continue;
      const diagnostics = sites
        .findingsOf(uri)
        .map((finding) => diagnosticOf(finding, (code) => pages.pageOf(code)));
      if (sent.get(uri) === textOf(diagnostics)) continue;
      remember(uri, diagnostics);
      send(uri, diagnostics);
    }
  }

  function remember(uri: string, diagnostics: readonly Diagnostic[]): void {
    const text = textOf(diagnostics);
    if (text === undefined) sent.delete(uri);
    else sent.set(uri, text);
  }

  return {
    publishAll: () => {
      const uris = documents.all.map(({ uri }) => uri.toString()).toArray();
      publish([...new Set(uris.flatMap((uri) => sites.foldersWith(uri)))], new Set());
    },
  };
}

const textOf = (diagnostics: readonly Diagnostic[]): string | undefined =>
  diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
