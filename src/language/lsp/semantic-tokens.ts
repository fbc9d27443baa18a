import type { LangiumDocument } from 'langium';
import type { SemanticTokenProvider } from 'langium/lsp';
import { SemanticTokensBuilder } from 'vscode-languageserver';
import type {
  SemanticTokens,
  SemanticTokensDelta,
  SemanticTokensOptions,
  SemanticTokensRangeParams,
} from 'vscode-languageserver';
import type { KvmnetServices } from '../module.js';
import { scan, type Scanned } from '../tokens/scanner.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

const TYPES = ['keyword', 'class', 'variable', 'number', 'string', 'comment'] as const;
type TokenType = (typeof TYPES)[number];

/** Bit of the modifier `declaration`. */
const DECLARATION = 1;

/**
 * Colours by what a word is at its place. The generated TextMate grammar colours by spelling, so that a network called
 * `storage` would look like the role; this corrects it.
 */
export class KvmnetSemanticTokens implements SemanticTokenProvider {
  readonly tokenTypes: Record<string, number> = Object.fromEntries(TYPES.map((type, i) => [type, i]));
  readonly tokenModifiers: Record<string, number> = { declaration: DECLARATION };
  readonly semanticTokensOptions: SemanticTokensOptions = {
    legend: { tokenTypes: [...TYPES], tokenModifiers: ['declaration'] },
    full: true,
    range: true,
  };
  private readonly vocabulary: () => Vocabulary;

  constructor(services: KvmnetServices) {
    this.vocabulary = () => services.parser.Lexer.vocabulary;
  }

  semanticHighlight(document: LangiumDocument): SemanticTokens {
    return this.build(document, () => true);
  }

  semanticHighlightRange(document: LangiumDocument, { range }: SemanticTokensRangeParams): SemanticTokens {
    return this.build(document, ({ line }) => line >= range.start.line && line <= range.end.line);
  }

  semanticHighlightDelta(document: LangiumDocument): SemanticTokens | SemanticTokensDelta {
    return this.semanticHighlight(document);
  }

  private build(document: LangiumDocument, wanted: (token: Scanned) => boolean): SemanticTokens {
    const builder = new SemanticTokensBuilder();
    const vocabulary = this.vocabulary();
    const opening = new Set(
      [...vocabulary.blocks.values(), vocabulary.topLevel].flatMap(({ opens }) => [...opens.keys()]),
    );
    let previous: Scanned | undefined;
    scan(document.textDocument.getText(), vocabulary, {
      token: (token) => {
        const declares = previous?.starts === true && token.kind === 'word' && opening.has(previous.image);
        const type = typeOf(token, declares);
        if (token.kind !== 'comment') previous = token;
        // Tokens over several lines are left to the TextMate grammar: LSP has none for them.
        if (type !== undefined && wanted(token) && token.line === token.endLine)
          builder.push(
            token.line,
            token.column,
            token.image.length,
            TYPES.indexOf(type),
            declares ? DECLARATION : 0,
          );
      },
      error: () => undefined,
    });
    return builder.build();
  }
}

function typeOf({ kind, image }: Scanned, declares: boolean): TokenType | undefined {
  if (kind === 'comment') return 'comment';
  if (kind === 'keyword') return /^[a-z]/.test(image) ? 'keyword' : undefined;
  if (declares) return 'class';
  if (/^\d/.test(image) || /^[\da-f]*:[\da-f:]+/i.test(image)) return 'number';
  return image.startsWith('"') ? 'string' : 'variable';
}
