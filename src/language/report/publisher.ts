import { DocumentState } from 'langium';
import type { Diagnostic } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';
import { diagnosticOf } from './diagnostics.js';

/**
 * A change in one file can make or mend faults in others of its site. Langium sends the diagnostics of the documents
 * that it built; this sends those of the others that are no longer what was sent.
 */
export function publishAcrossFiles(
  { workspace }: KvmnetSharedServices,
  send: (uri: string, diagnostics: Diagnostic[]) => void,
): void {
  const { Sites: sites, RulePages: pages, DocumentBuilder: builder } = workspace;
  const sent = new Map<string, string>();
  const diagnosticsOf = (uri: string): Diagnostic[] =>
    sites.findingsOf(uri).map((finding) => diagnosticOf(finding, (code) => pages.pageOf(code)));

  builder.onBuildPhase(DocumentState.Validated, (built) => {
    const folders = new Set(built.flatMap(({ uri }) => sites.foldersWith(uri.toString())));
    const others = new Set([...folders].flatMap((folder) => [...sites.filesWithFindings(folder)]));
    for (const uri of sent.keys()) others.add(uri);
    for (const document of built) {
      const uri = document.uri.toString();
      others.delete(uri);
      remember(uri, document.diagnostics ?? []);
    }
    for (const uri of others) {
      const diagnostics = diagnosticsOf(uri);
      if (sent.get(uri) === textOf(diagnostics)) continue;
      remember(uri, diagnostics);
      send(uri, diagnostics);
    }
  });

  /** Files without diagnostics are not kept: there may be many. */
  function remember(uri: string, diagnostics: readonly Diagnostic[]): void {
    const text = textOf(diagnostics);
    if (text === undefined) sent.delete(uri);
    else sent.set(uri, text);
  }
}

const textOf = (diagnostics: readonly Diagnostic[]): string | undefined =>
  diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
