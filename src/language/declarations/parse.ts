import type { ParseResult } from 'langium';
import type { SourceFile } from '../generated/ast.js';
import type { KvmnetCoreServices } from '../module.js';
import { syntaxFindings } from '../syntax/syntax-findings.js';
import type { KvmnetLexingReport } from '../tokens/lexer.js';
import type { ParsedFile } from './read-declarations.js';

const NO_REPORT: KvmnetLexingReport = { diagnostics: [], comments: [], strays: [] };

/** What the parser gave, in the form that reading wants. */
export function parsedFile(
  uri: string,
  result: ParseResult<SourceFile>,
  services: KvmnetCoreServices,
): ParsedFile {
  const report = (result.lexerReport as KvmnetLexingReport | undefined) ?? NO_REPORT;
  const findings = syntaxFindings(uri, { result, report }, services.parser.Lexer.vocabulary);
  return { uri, root: result.value, comments: report.comments, syntaxFindings: findings };
}
