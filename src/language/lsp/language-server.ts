import { DefaultLanguageServer } from 'langium/lsp';
import { CodeActionKind, type InitializeParams, type InitializeResult } from 'vscode-languageserver';
import { FIX_ALL_KIND } from './fix-all-actions.js';

/** Says what Langium does not know of: see `answerSelectionRanges`, `resolveInlayHints` and `resolveCodeActions`. */
export class KvmnetLanguageServer extends DefaultLanguageServer {
  protected override buildInitializeResult(params: InitializeParams): InitializeResult {
    const result = super.buildInitializeResult(params);
    return {
      ...result,
      capabilities: {
        ...result.capabilities,
        selectionRangeProvider: true,
        inlayHintProvider: { resolveProvider: true },
        codeActionProvider: {
          codeActionKinds: [
            CodeActionKind.QuickFix,
            CodeActionKind.RefactorExtract,
            CodeActionKind.RefactorInline,
            CodeActionKind.RefactorRewrite,
            // An editor offers it for the setting `editor.codeActionsOnSave`.
            FIX_ALL_KIND,
          ],
          resolveProvider: true,
        },
      },
    };
  }
}
