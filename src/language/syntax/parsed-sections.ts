import { RootCstNodeImpl, type AstNode, type LexerResult, type ParseResult } from 'langium';
import type { SourceFile } from '../generated/ast.js';
import type { Comment, KvmnetLexingReport, StrayToken } from '../tokens/lexer.js';
import type { Scanned } from '../tokens/scanner.js';
import { SectionCst } from './placed-cst.js';
import type { Section } from './sections.js';

type Token = LexerResult['tokens'][number];
type ParserError = ParseResult['parserErrors'][number];

/** A section and what the parser made of it, with places counted from its own beginning. */
export interface ParsedSection extends Section {
  readonly result: ParseResult<SourceFile>;
}

interface ParsedText {
  readonly text: string;
  readonly sections: readonly ParsedSection[];
}

/** What the report of an assembled file holds besides. */
interface AssembledReport extends KvmnetLexingReport {
  readonly parsed: ParsedText;
}

/** The sections that a file was assembled from. */
export function parsedSectionsOf({ lexerReport }: ParseResult): ParsedText | undefined {
  return lexerReport && 'parsed' in lexerReport ? (lexerReport as AssembledReport).parsed : undefined;
}

/**
 * One file out of its sections. Their nodes move into it: of the files that have a section in common, only the one that
 * was assembled last is whole.
 */
export function assembleFile(text: string, sections: readonly ParsedSection[]): ParseResult<SourceFile> {
  const cst = new RootCstNodeImpl(text);
  cst.root = cst;
  const file: SourceFile = { $type: 'SourceFile', $cstNode: cst, imports: [], declarations: [] };
  cst.astNode = file;
  const result = { lexerErrors: [], parserErrors: [] } as Pick<ParseResult, 'lexerErrors' | 'parserErrors'>;
  const comments: Comment[] = [];
  const strays: StrayToken[] = [];
  let tooBroken: number | undefined;

  let offset = 0;
  let line = 0;
  sections.forEach((section, i) => {
    const place = { offset, line };
    const { value, lexerErrors, parserErrors, lexerReport } = section.result;
    const own = value.$cstNode;
    if (own instanceof SectionCst) {
      own.offsetInFile = offset;
      own.lineInFile = line;
      if (own.grammarSource) cst.grammarSource ??= own.grammarSource;
      for (const node of own.content) cst.content.push(node);
    }
    adopt(file, 'imports', value.imports);
    adopt(file, 'declarations', value.declarations);

    const report = lexerReport as KvmnetLexingReport | undefined;
    for (const comment of report?.comments ?? []) comments.push(movedComment(comment, place));
    for (const stray of report?.strays ?? []) strays.push(movedStray(stray, place));
    if (report?.tooBroken !== undefined) tooBroken ??= report.tooBroken + line;
    for (const error of lexerErrors)
      result.lexerErrors.push({ ...error, offset: error.offset + offset, line: (error.line ?? 1) + line });
    const next = parserErrors.length > 0 ? firstTokenOf(sections[i + 1]) : undefined;
    const nextPlace = { offset: offset + section.text.length, line: line + section.lines };
    for (const error of parserErrors)
      result.parserErrors.push(movedError(error, place, next && movedToken(next, nextPlace)));
    offset += section.text.length;
    line += section.lines;
  });
  const lexerReport: AssembledReport = {
    diagnostics: [],
    comments,
    strays,
    ...(tooBroken !== undefined && { tooBroken }),
    parsed: { text, sections },
  };
  return { value: file, ...result, lexerReport };
}

function adopt<K extends 'imports' | 'declarations'>(
  file: SourceFile,
  property: K,
  nodes: SourceFile[K],
): void {
  const list = file[property] as AstNode[];
  for (const node of nodes as AstNode[]) {
    Object.assign(node, { $container: file, $containerProperty: property, $containerIndex: list.length });
    list.push(node);
  }
}

interface Place {
  readonly offset: number;
  readonly line: number;
}

const movedComment = (comment: Comment, { offset, line }: Place): Comment => ({
  ...comment,
  offset: comment.offset + offset,
  line: comment.line + line,
  endLine: comment.endLine + line,
});

const movedScanned = (token: Scanned, { offset, line }: Place): Scanned => ({
  ...token,
  offset: token.offset + offset,
  line: token.line + line,
  endLine: token.endLine + line,
});

const movedStray = ({ token, previous, next }: StrayToken, place: Place): StrayToken => ({
  token: movedScanned(token, place),
  ...(previous && { previous: movedScanned(previous, place) }),
  ...(next && { next: movedScanned(next, place) }),
});

function movedToken(token: Token, { offset, line }: Place): Token {
  return {
    ...token,
    startOffset: token.startOffset + offset,
    ...(token.startLine !== undefined && { startLine: token.startLine + line }),
    ...(token.endLine !== undefined && { endLine: token.endLine + line }),
    ...(token.endOffset !== undefined && { endOffset: token.endOffset + offset }),
  };
}

/** The end of a section is the end of the file only when no other section follows. */
function movedError(error: ParserError, place: Place, next: Token | undefined): ParserError {
  const atEnd = error.token.tokenType.name === 'EOF';
  const token = atEnd && next ? next : movedToken(error.token, place);
  const previous =
    'previousToken' in error && error.previousToken
      ? { previousToken: movedToken(error.previousToken as Token, place) }
      : {};
  return { ...error, message: error.message, name: error.name, token, ...previous };
}

/** The keyword that the section begins with. */
function firstTokenOf(section: ParsedSection | undefined): Token | undefined {
  const leaf = section?.result.value.$cstNode;
  if (!(leaf instanceof SectionCst)) return undefined;
  return leaf.firstToken;
}
