import type { LangiumDocument } from 'langium';
import type { FoldingRangeProvider } from 'langium/lsp';
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver';
import type { KvmnetServices } from '../module.js';
import { foldsOf, type Fold } from '../outline/folds.js';
import { outlineOf } from '../outline/text-outline.js';

const KINDS: Readonly<Record<Fold['kind'], FoldingRangeKind | undefined>> = {
  block: undefined,
  comment: FoldingRangeKind.Comment,
  imports: FoldingRangeKind.Imports,
  region: FoldingRangeKind.Region,
};

/** Blocks, comments, imports and `// #region` fold. */
export class KvmnetFoldingRanges implements FoldingRangeProvider {
  constructor(private readonly services: KvmnetServices) {}

  getFoldingRanges({ textDocument }: LangiumDocument): FoldingRange[] {
    const outline = outlineOf(textDocument.getText(), this.services.parser.Lexer.vocabulary);
    return foldsOf(outline).map(({ firstLine, lastLine, kind }) => {
      const named = KINDS[kind];
      return { startLine: firstLine, endLine: lastLine, ...(named !== undefined && { kind: named }) };
    });
  }
}
