import { GrammarAST, GrammarUtils } from 'langium';

/**
 * What follows a keyword: a `value` (the next word is no keyword), an optional yes or no (`flag`), or something else
 * of the grammar (`bare`).
 */
export type KeywordUse = 'value' | 'flag' | 'bare';

/** The words that are keywords at one place: inside one kind of block, or at the top level of a file. */
export interface BlockVocabulary {
  /** Name of the grammar rule, for example `BondBlock`. */
  readonly rule: string;
  readonly uses: ReadonlyMap<string, KeywordUse>;
  /** How many words may follow a keyword, where that is more than one. */
  readonly words: ReadonlyMap<string, number>;
  /** Words that begin a property or a block here; the others only continue one. */
  readonly starters: ReadonlySet<string>;
  /** Keywords that open a block here. */
  readonly opens: ReadonlyMap<string, BlockVocabulary>;
}

export interface Vocabulary {
  readonly topLevel: BlockVocabulary;
  readonly blocks: ReadonlyMap<string, BlockVocabulary>;
}

export const FLAG_VALUES: ReadonlySet<string> = new Set(['yes', 'no', 'on', 'off']);

const FLAG_RULE = 'FlagValue';

/** Mutable while the grammar is read. */
interface Draft {
  readonly rule: string;
  readonly uses: Map<string, KeywordUse>;
  readonly words: Map<string, number>;
  readonly starters: Set<string>;
  readonly opens: Map<string, Draft>;
}

/**
 * Reads the vocabulary out of the grammar, so that lexer, error messages and completion cannot disagree with the parser.
 * A block is a rule that holds a `{`; what stands before the brace is its header.
 */
export function readVocabulary(grammar: GrammarAST.Grammar): Vocabulary {
  const drafts = new Map<string, Draft>();
  const entry = GrammarUtils.getEntryRule(grammar);
  if (!entry) throw new Error('The grammar has no entry rule.');

  const draftOf = (rule: GrammarAST.ParserRule, body: readonly GrammarAST.AbstractElement[]): Draft => {
    const known = drafts.get(rule.name);
    if (known) return known;
    const draft: Draft = {
      rule: rule.name,
      uses: new Map(),
      words: new Map(),
      starters: new Set(),
      opens: new Map(),
    };
    drafts.set(rule.name, draft);
    for (const element of body) visit(draft, element, [], true);
    return draft;
  };

  function visit(
    draft: Draft,
    element: GrammarAST.AbstractElement,
    rest: readonly GrammarAST.AbstractElement[],
    starts: boolean,
    opened?: Draft,
  ): void {
    if (GrammarAST.isKeyword(element)) {
      record(draft, element.value, rest, starts);
      if (opened && starts) draft.opens.set(element.value, opened);
    } else if (GrammarAST.isAssignment(element)) visit(draft, element.terminal, rest, starts, opened);
    else if (GrammarAST.isAlternatives(element))
      for (const alternative of element.elements) visit(draft, alternative, rest, starts, opened);
    else if (GrammarAST.isGroup(element))
      element.elements.forEach((part, i) => {
        visit(draft, part, [...element.elements.slice(i + 1), ...rest], starts && i === 0, opened);
      });
    else if (GrammarAST.isRuleCall(element)) visitCall(draft, element, starts);
  }

  function visitCall(draft: Draft, { rule }: GrammarAST.RuleCall, starts: boolean): void {
    const called = rule.ref;
    if (!GrammarAST.isParserRule(called) || called.name === FLAG_RULE) return;
    const { header, body } = splitBlock(called);
    if (body.length === 0) visit(draft, called.definition, [], starts);
    else {
      const opened = draftOf(called, body);
      header.forEach((part, i) => {
        visit(draft, part, header.slice(i + 1), starts && i === 0, opened);
      });
    }
  }

  const topLevel = draftOf(entry, [entry.definition]);
  return { topLevel, blocks: drafts };
}

function splitBlock(rule: GrammarAST.ParserRule): {
  readonly header: readonly GrammarAST.AbstractElement[];
  readonly body: readonly GrammarAST.AbstractElement[];
} {
  const parts = GrammarAST.isGroup(rule.definition) ? rule.definition.elements : [rule.definition];
  const block = parts.findIndex(
    (part) =>
      GrammarAST.isGroup(part) &&
      part.elements.some((element) => GrammarAST.isKeyword(element) && element.value === '{'),
  );
  const body = parts[block];
  if (!body || !GrammarAST.isGroup(body)) return { header: parts, body: [] };
  return {
    header: parts.slice(0, block),
    body: body.elements.filter((element) => !GrammarAST.isKeyword(element)),
  };
}

function record(
  draft: Draft,
  keyword: string,
  rest: readonly GrammarAST.AbstractElement[],
  starts: boolean,
): void {
  // Punctuation is no word.
  if (!/^[a-z]/.test(keyword)) return;
  const use = useBefore(rest[0]);
  if (draft.uses.get(keyword) !== 'value') draft.uses.set(keyword, use);
  if (starts) draft.starters.add(keyword);
  const end = rest.findIndex((element) => !isWord(element));
  const words = end < 0 ? rest.length : end;
  if (words > 1) draft.words.set(keyword, words);
}

function isWord(element: GrammarAST.AbstractElement | undefined): boolean {
  if (!GrammarAST.isAssignment(element)) return false;
  const { terminal } = element;
  return (
    GrammarAST.isCrossReference(terminal) ||
    (GrammarAST.isRuleCall(terminal) && GrammarAST.isTerminalRule(terminal.rule.ref))
  );
}

function useBefore(next: GrammarAST.AbstractElement | undefined): KeywordUse {
  if (GrammarAST.isRuleCall(next)) return next.rule.ref?.name === FLAG_RULE ? 'flag' : 'bare';
  return isWord(next) ? 'value' : 'bare';
}
