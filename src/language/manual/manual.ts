import { EmptyFileSystem, GrammarAST } from 'langium';
import { fixedValues } from '../completion/values/fixed.js';
import { keywordDocumentation } from '../hover/keyword-documentation.js';
import { keywordExample } from '../hover/keyword-examples.js';
import { createCoreServices } from '../module.js';
import { syntaxOfBlock } from './syntax.js';

/** A property or declaration, for people who look it up. */
export interface ManualEntry {
  readonly keyword: string;
  /** How it is written: `mtu VALUE`. */
  readonly syntax: string;
  /** In Markdown. */
  readonly meaning: string;
  readonly example: string;
  /** Words that it may be, each with what it means. */
  readonly choices: readonly { readonly name: string; readonly meaning: string }[];
}

/** What may stand in a kind of block: by the name of its grammar rule, in the order of the grammar. */
export type Manual = ReadonlyMap<string, readonly ManualEntry[]>;

/** The language as the tools know it: from the grammar, and what completion and hover say. */
export function languageManual(): Manual {
  const { kvmnet } = createCoreServices(EmptyFileSystem);
  const { blocks, topLevel } = kvmnet.parser.Lexer.vocabulary;
  const rules = kvmnet.Grammar.rules.filter(GrammarAST.isParserRule);
  return new Map(
    [topLevel, ...blocks.values()].flatMap(({ rule: name }) => {
      const rule = rules.find((each) => each.name === name);
      if (!rule) return [];
      const entries = [...syntaxOfBlock(rule)].map(([keyword, syntax]): ManualEntry => ({
        keyword,
        syntax,
        meaning: keywordDocumentation(name, keyword) ?? '',
        example: keywordExample(name, keyword) ?? '',
        choices: fixedValues(name, keyword).flatMap((value) =>
          value.detail === undefined ? [] : [{ name: value.name, meaning: value.detail }],
        ),
      }));
      return [[name, entries] as const];
    }),
  );
}
