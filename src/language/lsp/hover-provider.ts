import type { LangiumDocument } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import { MarkupKind, type Hover, type HoverParams, type Range } from 'vscode-languageserver';
import { comparePositions, type Position } from '../../model/index.js';
import { cursorAt } from '../completion/cursor.js';
import { CompiledParts } from '../hover/compiled-part.js';
import { hoverMarkdown } from '../hover/hover-text.js';
import { keywordMarkdown } from '../hover/keyword-text.js';
import type { KvmnetServices } from '../module.js';
import { meaningsAt } from '../places/subjects-at.js';
import { scan, type Scanned } from '../tokens/scanner.js';

/** Says what a name stands for, with everything that follows and what the host gets, and what a keyword means. */
export class KvmnetHover implements HoverProvider {
  private readonly compiled = new CompiledParts();

  constructor(private readonly services: KvmnetServices) {}

  getHoverContent(document: LangiumDocument, { position }: HoverParams): Hover | undefined {
    const token = this.tokenAt(document, position);
    if (!token || token.kind === 'comment') return undefined;
    const range: Range = {
      start: { line: token.line, character: token.column },
      end: { line: token.endLine, character: token.endColumn },
    };
    // The keyword of a NIC without a name stands for the NIC.
    const value =
      this.name(document, range.start) ??
      (token.kind === 'keyword' ? this.keyword(document, token) : undefined);
    return value === undefined ? undefined : { contents: { kind: MarkupKind.Markdown, value }, range };
  }

  private tokenAt(document: LangiumDocument, position: Position): Scanned | undefined {
    let found: Scanned | undefined;
    scan(document.textDocument.getText(), this.services.parser.Lexer.vocabulary, {
      token: (token) => {
        const start = { line: token.line, character: token.column };
        const end = { line: token.endLine, character: token.endColumn };
        if (comparePositions(start, position) <= 0 && comparePositions(position, end) <= 0) found = token;
      },
      error: () => undefined,
    });
    return found;
  }

  private keyword(document: LangiumDocument, { image, offset }: Scanned): string | undefined {
    const { vocabulary } = cursorAt(
      document.textDocument.getText(),
      offset,
      this.services.parser.Lexer.vocabulary,
    );
    const { RulePages: pages } = this.services.shared.workspace;
    return keywordMarkdown(vocabulary.rule, image, (anchor) => pages.languageReference(anchor));
  }

  /** What is declared here, or what the name stands for, in every site that sees the file. */
  private name(document: LangiumDocument, position: Position): string | undefined {
    const { Sites: sites } = this.services.shared.workspace;
    const texts = meaningsAt(sites, document.uri.toString(), position).flatMap(
      ({ folder, index, subjects }) =>
        hoverMarkdown(subjects, {
          index,
          checked: sites.analysisOf(folder)?.checked,
          partOf: (id, host, network) => this.compiled.partOf(id, host, network),
        }) ?? [],
    );
    return texts.length === 0 ? undefined : [...new Set(texts)].join('\n\n---\n\n');
  }
}
