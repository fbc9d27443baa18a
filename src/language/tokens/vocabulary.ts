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
  /** What may follow inside of the property or header that a word begins: `via` and `metric` after `route`. */
  readonly continuations: ReadonlyMap<string, ReadonlyMap<string, 'once' | 'repeated'>>;
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
  readonly continuations: Map<string, Map<string, 'once' | 'repeated'>>;
  readonly opens: Map<string, Draft>;
}

/** Where in a block an element of the grammar stands. */
interface Place {
  readonly draft: Draft;
  /** The words that began the property; undefined at its beginning. */
  readonly after?: readonly string[];
  /** The block that the property is. */
  readonly opened?: Draft;
  /** Inside of something that may be said again and again. */
  readonly repeated?: true;
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
      continuations: new Map(),
      opens: new Map(),
    };
    drafts.set(rule.name, draft);
    for (const element of body) visit({ draft }, element, []);
    return draft;
  };

  /** @returns the keywords that the element begins with. */
  function visit(
    outer: Place,
    element: GrammarAST.AbstractElement,
    rest: readonly GrammarAST.AbstractElement[],
  ): readonly string[] {
    const repeats = element.cardinality === '*' || element.cardinality === '+';
    const place: Place = repeats && outer.after ? { ...outer, repeated: true } : outer;
    if (GrammarAST.isKeyword(element)) return record(place, element.value, rest);
    if (GrammarAST.isAssignment(element)) return visit(place, element.terminal, rest);
    if (GrammarAST.isAlternatives(element))
      return element.elements.flatMap((alternative) => visit(place, alternative, rest));
    if (GrammarAST.isGroup(element)) return visitSequence(place, element.elements, rest);
    return GrammarAST.isRuleCall(element) ? visitCall(place, element) : [];
  }

  function visitSequence(
    place: Place,
    elements: readonly GrammarAST.AbstractElement[],
    rest: readonly GrammarAST.AbstractElement[],
  ): readonly string[] {
    let first: readonly string[] = [];
    elements.forEach((element, i) => {
      const following = [...elements.slice(i + 1), ...rest];
      if (i === 0) first = visit(place, element, following);
      else visit({ ...place, after: place.after ?? first }, element, following);
    });
    return first;
  }

  function visitCall(place: Place, { rule }: GrammarAST.RuleCall): readonly string[] {
    const called = rule.ref;
    if (!GrammarAST.isParserRule(called) || called.name === FLAG_RULE) return [];
    const { header, body } = splitBlock(called);
    return body.length === 0
      ? visit(place, called.definition, [])
      : visitSequence({ ...place, opened: draftOf(called, body) }, header, []);
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
  { draft, after, opened, repeated }: Place,
  keyword: string,
  rest: readonly GrammarAST.AbstractElement[],
): readonly string[] {
  // Punctuation is no word.
  if (!/^[a-z]/.test(keyword)) return [];
  if (draft.uses.get(keyword) !== 'value') draft.uses.set(keyword, useBefore(rest[0]));
  const end = rest.findIndex((element) => !isWord(element));
  const words = end < 0 ? rest.length : end;
  if (words > 1) draft.words.set(keyword, words);
  if (!after) {
    draft.starters.add(keyword);
    if (opened) draft.opens.set(keyword, opened);
  }
  for (const starter of after ?? []) {
    const known = draft.continuations.get(starter) ?? new Map<string, 'once' | 'repeated'>();
    draft.continuations.set(starter, known.set(keyword, repeated ? 'repeated' : 'once'));
  }
  return [keyword];
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
