import type { LangiumDocument } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import { MarkupKind, type Hover, type HoverParams, type Range } from 'vscode-languageserver';
import { comparePositions, type NetworkIndex, type Position } from '../../model/index.js';
import { cursorAt } from '../completion/cursor.js';
import { hoverMarkdown, subjectsAt } from '../hover/hover-text.js';
import { keywordDocumentation } from '../hover/keyword-documentation.js';
import type { KvmnetServices } from '../module.js';
import { scan, type Scanned } from '../tokens/scanner.js';

/** Says what a name stands for, with everything that follows, and what a keyword means. */
export class KvmnetHover implements HoverProvider {
  constructor(private readonly services: KvmnetServices) {}

  async getHoverContent(document: LangiumDocument, params: HoverParams): Promise<Hover | undefined> {
    const token = this.tokenAt(document, params.position);
    if (!token || token.kind === 'comment') return undefined;
    const range: Range = {
      start: { line: token.line, character: token.column },
      end: { line: token.endLine, character: token.endColumn },
    };
    const value =
      token.kind === 'keyword' ? this.keyword(document, token) : await this.name(document, params);
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
    return keywordDocumentation(vocabulary.rule, image);
  }

  /** What is declared here, or where the name leads to. */
  private async name(document: LangiumDocument, params: HoverParams): Promise<string | undefined> {
    const index = this.services.shared.workspace.Sites.analysisOf(document.uri.toString())?.index;
    if (!index) return undefined;
    const here = subjectsAt(index, document.uri.toString(), params.position);
    if (here.length > 0) return hoverMarkdown(here);
    const links = (await this.services.lsp.DefinitionProvider?.getDefinition(document, params)) ?? [];
    const subjects = links.flatMap((link) => subjectsIn(index, link.targetUri, link.targetSelectionRange));
    return subjects.length === 0 ? undefined : hoverMarkdown(subjects);
  }
}

const subjectsIn = (index: NetworkIndex, uri: string, { start }: Range): ReturnType<typeof subjectsAt> =>
  subjectsAt(index, uri, start);
