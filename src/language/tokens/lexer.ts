import { DefaultLexer, type LangiumCoreServices, type LexerResult, type LexingReport } from 'langium';
import { HiddenTokens, type Token } from './hidden-tokens.js';
import { scan, type Scanned, type ScanError } from './scanner.js';
import { readVocabulary, type Vocabulary } from './vocabulary.js';

/** A comment and its place: documentation, and the remarks that silence findings, are read from it. */
export interface Comment {
  readonly text: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Nothing but blanks stands before it on its line. */
  readonly first: boolean;
}

/** What the lexer hands on besides tokens. */
export interface KvmnetLexingReport extends LexingReport {
  readonly comments: readonly Comment[];
  /** Tokens that no rule of the grammar can take. The parser does not see them. */
  readonly strays: readonly StrayToken[];
  /** The parser gave up: what stands from this line to the next declaration counts as empty. */
  readonly tooBroken?: number;
}

export interface StrayToken {
  readonly token: Scanned;
  /** The last token before it that the parser sees. */
  readonly previous?: Scanned;
  /** The token after it, comments left out. */
  readonly next?: Scanned;
}

/** Chevrotain's lexer is only asked for its token types; the text is split by `scan`. */
export class KvmnetLexer extends DefaultLexer {
  readonly vocabulary: Vocabulary;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.vocabulary = readVocabulary(services.Grammar);
  }

  /**
   * Words where no property can stand are taken out together with what follows them, up to the next property: so one
   * wrong word costs one message and its own property, in linear time. (The parser's own recovery looks ahead to the
   * end of the block for each.)
   */
  override tokenize(text: string): LexerResult {
    const tokens: Token[] = [];
    const hidden = new HiddenTokens();
    const comments: Comment[] = [];
    const strays: { token: Scanned; previous?: Scanned; next?: Scanned }[] = [];
    let unfollowed: (typeof strays)[number] | undefined;
    const errors: LexerResult['errors'] = [];
    let previous: Scanned | undefined;
    let skippedDepth: number | undefined;

    const accept = (scanned: Scanned): void => {
      if (unfollowed) unfollowed.next = scanned;
      unfollowed = undefined;
      if (skippedDepth !== undefined) {
        if (!endsSkipping(scanned, skippedDepth)) return;
        skippedDepth = undefined;
      }
      if (scanned.stray === undefined) {
        tokens.push(this.token(scanned));
        previous = scanned;
        return;
      }
      unfollowed = { token: scanned, ...(previous && { previous }) };
      strays.push(unfollowed);
      if (scanned.image !== ',' && scanned.image !== '}') skippedDepth = scanned.depth;
    };
    scan(text, this.vocabulary, {
      token: (scanned) => {
        if (scanned.kind !== 'comment') {
          accept(scanned);
          return;
        }
        const { image, offset, line, column, endLine, first } = scanned;
        comments.push({ text: image, offset, line, column, endLine, first });
        hidden.add(this.token(scanned), tokens.length);
      },
      error: (error) => errors.push(lexingError(error)),
    });
    const report: KvmnetLexingReport = { diagnostics: [], comments, strays };
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

/** The next property of the block, or its end. */
const endsSkipping = ({ depth, starts, image, stray }: Scanned, skippedDepth: number): boolean =>
  stray === undefined &&
  ((depth <= skippedDepth && starts === true) || (depth < skippedDepth && image === '}'));

function typeName(kind: Scanned['kind'], image: string): string {
  if (kind === 'comment') return image.startsWith('/*') ? 'BLOCK_COMMENT' : 'LINE_COMMENT';
  return kind === 'word' ? 'WORD' : image;
}

function lexingError({ message, offset, length, line, column }: ScanError): LexerResult['errors'][number] {
  return { message, offset, length, line: line + 1, column: column + 1 };
}
