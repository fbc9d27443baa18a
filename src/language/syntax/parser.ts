import {
  createParser,
  LangiumParser,
  type AstNode,
  type LangiumCoreServices,
  type ParseResult,
  type ParserOptions,
} from 'langium';
import type { SourceFile } from '../generated/ast.js';
import type { KvmnetLexer, KvmnetLexingReport } from '../tokens/lexer.js';
import { assembleFile, parsedSectionsOf, type ParsedSection } from './parsed-sections.js';
import { SectionCstBuilder } from './placed-cst.js';
import { cutAgain, cutIntoSections, type Section } from './sections.js';

type Services = LangiumCoreServices & { readonly parser: { readonly Lexer: KvmnetLexer } };

/**
 * A parser that takes a file section by section, keeps those that did not change, and never throws. Recovery from an
 * error calls the parser again from inside, so that thousands of errors in one block overflow the stack and leave the
 * parser's state behind: then another parser takes over, the section counts as empty, and the report says so.
 */
export class KvmnetParser extends LangiumParser {
  private successor: KvmnetParser | undefined;

  constructor(private readonly services: Services) {
    super(services);
    // Private in Langium 4.1, which offers no other way to nodes of one's own.
    Object.defineProperty(this, 'nodeBuilder', { value: new SectionCstBuilder() });
  }

  override parse<T extends AstNode = AstNode>(input: string, options: ParserOptions = {}): ParseResult<T> {
    if (options.rule !== undefined) return super.parse(input, options);
    const sections = cutIntoSections(input, this.services.parser.Lexer.vocabulary);
    return asResultOf<T>(assembleFile(input, this.parseSections(sections, [])));
  }

  /** Parses a text that came out of the one that was parsed before; gives the same as `parse`, with less work. */
  parseAgain(before: ParseResult, input: string): ParseResult<SourceFile> {
    const earlier = parsedSectionsOf(before);
    if (!earlier) return this.parse(input);
    const { sections, text } = earlier;
    const { vocabulary } = this.services.parser.Lexer;
    const { before: kept, changed, after } = cutAgain(text, sections, input, vocabulary);
    const last = sections.length - after;
    const parsed = this.parseSections(changed, sections.slice(kept, last));
    return assembleFile(input, [...sections.slice(0, kept), ...parsed, ...sections.slice(last)]);
  }

  /** @param replaced sections in whose place these come: one with the same text is taken again. */
  private parseSections(
    sections: readonly Section[],
    replaced: readonly ParsedSection[],
  ): readonly ParsedSection[] {
    const left = new Set(replaced);
    return sections.map((section) => {
      for (const old of left)
        if (old.text === section.text) {
          left.delete(old);
          return { ...old, lines: section.lines };
        }
      return this.parseSection(section);
    });
  }

  private parseSection({ text, lines }: Section): ParsedSection {
    const parser = this.successor ?? this;
    // A copy: a part of a text keeps the whole of it in memory, and there is another whole after each keystroke.
    const own = copyOf(text);
    try {
      return { text: own, lines, result: parser.parseOnce(own) };
    } catch {
      this.successor = createKvmnetParser(this.services);
      const result = this.successor.parseOnce('');
      const lexerReport: KvmnetLexingReport = { diagnostics: [], comments: [], strays: [], tooBroken: 0 };
      return { text: own, lines, result: { ...result, lexerReport } };
    }
  }

  private parseOnce(text: string): ParseResult<SourceFile> {
    return super.parse(text);
  }
}

const asResultOf = <T extends AstNode>(result: ParseResult<SourceFile>): ParseResult<T> =>
  result as unknown as ParseResult<T>;

const copyOf = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le');

export function createKvmnetParser(services: Services): KvmnetParser {
  const parser = new KvmnetParser(services);
  createParser(services.Grammar, parser, services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}
