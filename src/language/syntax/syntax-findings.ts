import type { LexerResult, ParseResult } from 'langium';
import type { Finding, Origin } from '../../model/index.js';
import { findingOf, replacementFix } from '../findings/report-to.js';
import type { KvmnetLexingReport, StrayToken } from '../tokens/lexer.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { explainParserError, type ParserError } from './error-messages.js';
import { explainSyntax, type SyntaxExplanation, type SyntaxProblem } from './explain.js';

type Token = LexerResult['tokens'][number];

export interface ParsedText {
  readonly result: ParseResult;
  readonly report: KvmnetLexingReport;
}

/** What is missing in the network when the keyword cannot be read, where that has another name. */
const LOST_WITH: Readonly<Record<string, string>> = {
  carries: 'network',
  ports: 'device',
  port: 'device',
  on: 'device',
  nic: 'device',
  bond: 'device',
  bridge: 'device',
  is: 'profile',
};

/** What lexer and parser had to say, as findings. One place speaks once: what follows from it is not repeated. */
export function syntaxFindings(
  uri: string,
  { result, report }: ParsedText,
  vocabulary: Vocabulary,
): Finding[] {
  const findings: Finding[] = result.lexerErrors.map(({ message, line = 1, column = 1, length }) =>
    findingOf({
      code: 'syntax/unexpected-character',
      message,
      origin: rangeAt(uri, line - 1, column - 1, length),
    }),
  );
  if (report.tooBroken !== undefined) {
    const message =
      'What begins here has too many errors to be read; correct the first ones, or see whether it belongs here.';
    const origin = rangeAt(uri, report.tooBroken, 0, 0);
    findings.push(findingOf({ code: 'syntax/too-broken', message, origin }));
  }
  const seen = new Set<string>();
  const add = (
    { code, message, replacement, lost = replacement }: SyntaxExplanation,
    origin: Origin,
  ): void => {
    const place = `${origin.range.start.line}:${origin.range.start.character}`;
    if (seen.has(place)) return;
    seen.add(place);
    findings.push(
      findingOf({
        code,
        message,
        origin,
        ...(replacement !== undefined && { fixes: [replacementFix(origin, replacement)] }),
        ...(lost !== undefined && { unread: LOST_WITH[lost] ?? lost }),
      }),
    );
  };
  for (const { token, previous, next } of report.strays) {
    const problem = {
      rule: token.stray ?? '',
      actual: seenAs(token),
      previous: seenAs(previous),
      next: seenAs(next),
    };
    add(explainSyntax(problem, vocabulary), rangeAt(uri, token.line, token.column, token.image.length));
  }
  for (const error of result.parserErrors) {
    const explanation = explainParserError(error, vocabulary);
    add(explanation, originOfError(uri, error, explanation.code === 'syntax/missing-value'));
  }
  return findings;
}

const seenAs = (token: StrayToken['previous']): SyntaxProblem['actual'] =>
  token
    ? { image: token.image, kind: token.kind === 'word' ? 'word' : 'keyword' }
    : { image: '', kind: 'end' };

const rangeAt = (uri: string, line: number, character: number, length: number): Origin => ({
  uri,
  range: { start: { line, character }, end: { line, character: character + length } },
});

const isReal = (token: Token | undefined): token is Token =>
  token !== undefined && Number.isFinite(token.startOffset) && token.startLine !== undefined;

/** The token that the parser stumbled over; where something is missing, or the file ends, the one before. */
function originOfError(uri: string, error: ParserError, missing: boolean): Origin {
  const previous = 'previousToken' in error ? (error.previousToken as Token | undefined) : undefined;
  const candidates = missing ? [previous, error.token] : [error.token, previous];
  const token = candidates.find(isReal);
  if (!token) return rangeAt(uri, 0, 0, 0);
  return rangeAt(uri, (token.startLine ?? 1) - 1, (token.startColumn ?? 1) - 1, token.image.length);
}
