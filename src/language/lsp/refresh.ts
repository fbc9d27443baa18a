import { DocumentState } from 'langium';
import { CodeLensRefreshRequest, type ClientCapabilities, type Connection } from 'vscode-languageserver';
import type { KvmnetSharedServices } from '../module.js';

/** Milliseconds without another change, after which the other files catch up. */
const REST = 250;

/**
 * Editors ask anew for the hints and lenses of the file that is typed in. Those of the other open files of the site
 * follow from it as well: they are asked for again once the typing rests, so that nothing flickers meanwhile.
 */
export function refreshOtherFiles(
  connection: Connection,
  { lsp, workspace }: KvmnetSharedServices,
): { readonly refreshAll: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let offered: ClientCapabilities['workspace'];
  lsp.LanguageServer.onInitialize(({ capabilities }) => {
    offered = capabilities.workspace;
  });

  function refreshAll(): void {
    clearTimeout(timer);
    timer = undefined;
    const { inlayHint, codeLens } = offered ?? {};
    // An editor that is closing does not answer; there is nothing left to refresh then.
    if (inlayHint?.refreshSupport) connection.languages.inlayHint.refresh().catch(() => undefined);
    if (codeLens?.refreshSupport) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  workspace.DocumentBuilder.onBuildPhase(DocumentState.Validated, (built) => {
    const changed = new Set(built.map(({ uri }) => uri.toString()));
    const folders = new Set([...changed].flatMap((uri) => workspace.Sites.foldersWith(uri)));
    const others = workspace.TextDocuments.all().some(
      ({ uri }) =>
        !changed.has(uri) && workspace.Sites.foldersWith(uri).some((folder) => folders.has(folder)),
    );
    if (!others) return;
    clearTimeout(timer);
    timer = setTimeout(refreshAll, REST);
  });
  return { refreshAll };
}
