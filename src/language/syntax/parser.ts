import {
  createParser,
  LangiumParser,
  type AstNode,
  type LangiumCoreServices,
  type ParseResult,
  type ParserOptions,
} from 'langium';
import type { KvmnetLexingReport } from '../tokens/lexer.js';

/**
 * A parser that never throws. Recovery from an error calls the parser again from inside, so that a file with thousands
 * of errors in one block overflows the stack and leaves the parser's state behind: then another parser takes over, the
 * file counts as empty, and the report says so.
 */
export class KvmnetParser extends LangiumParser {
  private successor: KvmnetParser | undefined;

  constructor(private readonly services: LangiumCoreServices) {
    super(services);
  }

  override parse<T extends AstNode = AstNode>(input: string, options: ParserOptions = {}): ParseResult<T> {
    const parser = this.successor ?? this;
    try {
      return parser.parseOnce(input, options);
    } catch {
      this.successor = createKvmnetParser(this.services);
      const result = this.successor.parseOnce<T>('', options);
      const lexerReport: KvmnetLexingReport = { diagnostics: [], comments: [], strays: [], tooBroken: true };
      return { ...result, lexerReport };
    }
  }

  private parseOnce<T extends AstNode>(input: string, options: ParserOptions): ParseResult<T> {
    return super.parse(input, options);
  }
}

export function createKvmnetParser(services: LangiumCoreServices): KvmnetParser {
  const parser = createParser(services.Grammar, new KvmnetParser(services), services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}
