import { DefaultLexer, type LangiumCoreServices, type LexerResult, type LexingReport } from 'langium';
import { HiddenTokens, type Token } from './hidden-tokens.js';
import { scan, type Scanned, type ScanError } from './scanner.js';
import { readVocabulary, type Vocabulary } from './vocabulary.js';

/** A comment and its place: documentation, and the remarks that silence findings, are read from it. */
export interface Comment {
  readonly text: string;
  readonly offset: number;
  readonly line: number;
  readonly endLine: number;
}

/** What the lexer hands on besides tokens. */
export interface KvmnetLexingReport extends LexingReport {
  readonly comments: readonly Comment[];
}

/** Chevrotain's lexer is only asked for its token types; the text is split by `scan`. */
export class KvmnetLexer extends DefaultLexer {
  readonly vocabulary: Vocabulary;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.vocabulary = readVocabulary(services.Grammar);
  }

  override tokenize(text: string): LexerResult {
    const tokens: Token[] = [];
    const hidden = new HiddenTokens();
    const comments: Comment[] = [];
    const errors: LexerResult['errors'] = [];
    scan(text, this.vocabulary, {
      token: (scanned) => {
        if (scanned.kind === 'comment') {
          const { image, offset, line, endLine } = scanned;
          comments.push({ text: image, offset, line, endLine });
          hidden.add(this.token(scanned), tokens.length);
        } else tokens.push(this.token(scanned));
      },
      error: (error) => errors.push(lexingError(error)),
    });
    const report: KvmnetLexingReport = { diagnostics: [], comments };
    return { tokens, hidden: hidden.seal(), errors, report };
  }

  private token({ kind, image, offset, line, column, endLine, endColumn }: Scanned): Token {
    const tokenType = this.tokenTypes[typeName(kind, image)];
    if (!tokenType) throw new Error(`The grammar has no token ${JSON.stringify(image)}.`);
    // Chevrotain counts lines and columns from 1, and its ends are inclusive.
    return {
      image,
      startOffset: offset,
      endOffset: offset + image.length - 1,
      startLine: line + 1,
      startColumn: column + 1,
      endLine: endLine + 1,
      endColumn,
      tokenTypeIdx: tokenType.tokenTypeIdx ?? 0,
      tokenType,
    };
  }
}

function typeName(kind: Scanned['kind'], image: string): string {
  if (kind === 'comment') return image.startsWith('/*') ? 'BLOCK_COMMENT' : 'LINE_COMMENT';
  return kind === 'word' ? 'WORD' : image;
}

function lexingError({ message, offset, length, line, column }: ScanError): LexerResult['errors'][number] {
  return { message, offset, length, line: line + 1, column: column + 1 };
}
