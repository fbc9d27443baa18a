import { DefaultLanguageServer } from 'langium/lsp';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';

/** Says what Langium does not know of: see `answerSelectionRanges` and `resolveInlayHints`. */
export class KvmnetLanguageServer extends DefaultLanguageServer {
  protected override buildInitializeResult(params: InitializeParams): InitializeResult {
    const result = super.buildInitializeResult(params);
    return {
      ...result,
      capabilities: {
        ...result.capabilities,
        selectionRangeProvider: true,
        inlayHintProvider: { resolveProvider: true },
      },
    };
  }
}
