import { URI, type LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
  type TextEdit,
} from 'vscode-languageserver';
import type { Fix } from '../../model/index.js';
import { textEditOf } from '../edits/text-edits.js';
import type { KvmnetServices } from '../module.js';
import { diagnosticData } from '../report/diagnostics.js';

/** Offers the fixes that travel with diagnostics. They are found by code and place, never by the text of a message. */
export class KvmnetCodeActions implements CodeActionProvider {
  constructor(private readonly services: KvmnetServices) {}

  getCodeActions(_document: LangiumDocument, { context }: CodeActionParams): CodeAction[] {
    const { only, diagnostics } = context;
    if (only && !only.some((kind) => CodeActionKind.QuickFix.startsWith(kind))) return [];
    return diagnostics.flatMap((diagnostic) =>
      (diagnosticData(diagnostic)?.fixes ?? []).flatMap((fix) => this.actionOf(fix, diagnostic) ?? []),
    );
  }

  private actionOf({ title, edits, preferred }: Fix, diagnostic: Diagnostic): CodeAction | undefined {
    const changes: Record<string, TextEdit[]> = {};
    for (const edit of edits) {
      const { uri } = edit.at;
      const text = this.textOf(uri);
      if (text === undefined) return undefined;
      const { range, newText } = textEditOf(edit, text, this.services.parser.Lexer.vocabulary);
      (changes[uri] ??= []).push({ range, newText });
    }
    return {
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: { changes },
      ...(preferred && { isPreferred: true }),
    };
  }

  private textOf(uri: string): string | undefined {
    return this.services.shared.workspace.LangiumDocuments.getDocument(
      URI.parse(uri),
    )?.textDocument.getText();
  }
}
