import { AstUtils, CstUtils, type LangiumDocument } from 'langium';
import type { DocumentHighlightProvider } from 'langium/lsp';
import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type DocumentHighlightParams,
} from 'vscode-languageserver';
import type { KvmnetServices } from '../module.js';
import { referencesIn } from '../references/find-references.js';

/** Marks a name wherever it stands in the file. It is asked at every move of the cursor, so no other file is looked at. */
export class KvmnetDocumentHighlights implements DocumentHighlightProvider {
  constructor(private readonly services: KvmnetServices) {}

  getDocumentHighlight(
    document: LangiumDocument,
    { position }: DocumentHighlightParams,
  ): DocumentHighlight[] | undefined {
    const root = document.parseResult.value.$cstNode;
    if (!root) return undefined;
    const { References, NameProvider } = this.services.references;
    const { nameRegexp } = this.services.parser.GrammarConfig;
    const offset = document.textDocument.offsetAt(position);
    const selected = CstUtils.findDeclarationNodeAtOffset(root, offset, nameRegexp);
    if (!selected) return undefined;
    return References.findDeclarations(selected).flatMap((target) => {
      const here = AstUtils.getDocument(target) === document;
      const name = here ? NameProvider.getNameNode(target) : undefined;
      return [
        ...(name ? [{ range: name.range, kind: DocumentHighlightKind.Write }] : []),
        ...referencesIn(document, target).map(({ range }) => ({ range, kind: DocumentHighlightKind.Read })),
      ];
    });
  }
}
