import { AbstractParserErrorMessageProvider, type LexerResult, type ParseResult } from 'langium';
import type { KvmnetLexer } from '../tokens/lexer.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { explainSyntax, type SyntaxExplanation, type SyntaxProblem } from './explain.js';

type Token = LexerResult['tokens'][number];
export type ParserError = ParseResult['parserErrors'][number];

const END = 'EOF';

function seen(token: Token | undefined): SyntaxProblem['actual'] {
  if (!token || token.tokenType.name === END) return { image: '', kind: 'end' };
  return { image: token.image, kind: token.tokenType.name === 'WORD' ? 'word' : 'keyword' };
}

/** Langium marks rule names with an invisible blank, to keep them apart from keywords. */
const plainRule = (name: string): string => name.replace(/\u200B$/, '');

export function explainParserError(error: ParserError, vocabulary: Vocabulary): SyntaxExplanation {
  const previous = 'previousToken' in error ? (error.previousToken as Token) : undefined;
  const rule = plainRule(error.context.ruleStack.at(-1) ?? '');
  return explainSyntax({ rule, actual: seen(error.token), previous: seen(previous) }, vocabulary);
}

/** Only the messages of single mismatches are made here; the grammar needs one token to choose an alternative. */
export class KvmnetParserErrorMessageProvider extends AbstractParserErrorMessageProvider {
  constructor(private readonly services: { readonly parser: { readonly Lexer: KvmnetLexer } }) {
    super();
  }

  override buildMismatchTokenMessage({
    actual,
    previous,
    ruleName,
  }: Parameters<AbstractParserErrorMessageProvider['buildMismatchTokenMessage']>[0]): string {
    return this.explain(ruleName, actual, previous);
  }

  override buildNotAllInputParsedMessage({
    firstRedundant,
    ruleName,
  }: Parameters<AbstractParserErrorMessageProvider['buildNotAllInputParsedMessage']>[0]): string {
    return this.explain(ruleName, firstRedundant, undefined);
  }

  override buildNoViableAltMessage({
    actual,
    previous,
    ruleName,
  }: Parameters<AbstractParserErrorMessageProvider['buildNoViableAltMessage']>[0]): string {
    return this.explain(ruleName, actual[0], previous);
  }

  private explain(rule: string, actual: Token | undefined, previous: Token | undefined): string {
    const { vocabulary } = this.services.parser.Lexer;
    const problem = { rule: plainRule(rule), actual: seen(actual), previous: seen(previous) };
    return explainSyntax(problem, vocabulary).message;
  }
}
