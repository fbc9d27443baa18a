import type { LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type { DocumentRangeFormattingParams, TextEdit } from 'vscode-languageserver';
import type { Range } from '../../model/index.js';
import { formatEdits, type BlankEdit } from '../format/format-text.js';
import type { KvmnetServices } from '../module.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

/** Formats whole documents and parts of them; the layout has no options, so that all files look alike. */
export class KvmnetFormatter implements Formatter {
  private readonly vocabulary: () => Vocabulary;

  constructor(services: KvmnetServices) {
    this.vocabulary = () => services.parser.Lexer.vocabulary;
  }

  get formatOnTypeOptions(): undefined {
    return undefined;
  }

  formatDocument(document: LangiumDocument): TextEdit[] {
    return this.edits(document).map(({ range, newText }) => ({ range, newText }));
  }

  formatDocumentRange(document: LangiumDocument, { range }: DocumentRangeFormattingParams): TextEdit[] {
    return this.edits(document)
      .filter((edit) => touches(edit.range, range))
      .map((edit) => ({ range: edit.range, newText: edit.newText }));
  }

  formatDocumentOnType(): TextEdit[] {
    return [];
  }

  private edits(document: LangiumDocument): readonly BlankEdit[] {
    return formatEdits(document.textDocument.getText(), this.vocabulary());
  }
}

const touches = (edit: Range, range: Range): boolean =>
  edit.end.line >= range.start.line && edit.end.line <= range.end.line;
