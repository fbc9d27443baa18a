import { GrammarAST } from 'langium';

/**
 * How properties are written, read out of the grammar: `route DESTINATION [via GATEWAY] [metric METRIC]`. What is in
 * brackets may be left out, `…` goes on like that.
 *
 * @param rule the rule of a block, as in `BondBlock`
 * @returns by the keyword that begins a property, in the order of the grammar
 */
export function syntaxOfBlock(rule: GrammarAST.ParserRule): ReadonlyMap<string, string> {
  const body = elementsOf(rule).find(isBody);
  const properties = body ? elementsOf({ definition: body }) : elementsOf(rule);
  return new Map(properties.flatMap(alternativesOf).flatMap(writtenByKeyword));
}

interface Holder {
  readonly definition: GrammarAST.AbstractElement;
}

const elementsOf = ({ definition }: Holder): readonly GrammarAST.AbstractElement[] =>
  GrammarAST.isGroup(definition) || GrammarAST.isAlternatives(definition)
    ? definition.elements
    : [definition];

const isBody = (element: GrammarAST.AbstractElement): boolean =>
  GrammarAST.isGroup(element) && element.elements.some((part) => isWord(part, '{'));

const isWord = (element: GrammarAST.AbstractElement | undefined, word: string): boolean =>
  GrammarAST.isKeyword(element) && element.value === word;

/** Each way to begin, down to where a keyword stands. */
function alternativesOf(
  element: GrammarAST.AbstractElement,
): readonly (readonly GrammarAST.AbstractElement[])[] {
  if (GrammarAST.isAssignment(element))
    return isKey(element) ? [[element]] : alternativesOf(element.terminal);
  if (GrammarAST.isAlternatives(element)) return element.elements.flatMap(alternativesOf);
  if (GrammarAST.isGroup(element)) {
    const [first] = element.elements;
    if (GrammarAST.isAlternatives(first)) return first.elements.flatMap(alternativesOf);
    return [element.elements];
  }
  if (GrammarAST.isRuleCall(element) && GrammarAST.isParserRule(element.rule.ref))
    return alternativesOf(element.rule.ref.definition);
  return [];
}

/** `key=('mtu' | 'mac') …` is written in two ways. */
function writtenByKeyword([first, ...rest]: readonly GrammarAST.AbstractElement[]): readonly (readonly [
  string,
  string,
])[] {
  if (!first) return [];
  const tail = joined(rest);
  return keywordsOf(first).map((keyword) => [keyword, `${keyword}${tail}`] as const);
}

const isKey = ({ terminal }: GrammarAST.Assignment): boolean => keywordsOf(terminal).length > 0;

function keywordsOf(element: GrammarAST.AbstractElement): readonly string[] {
  if (GrammarAST.isKeyword(element)) return [element.value];
  if (GrammarAST.isAlternatives(element)) return element.elements.flatMap(keywordsOf);
  return GrammarAST.isAssignment(element) ? keywordsOf(element.terminal) : [];
}

const joined = (elements: readonly GrammarAST.AbstractElement[]): string =>
  elements.map(written).join('').replace(': ', ':');

/** A part of a property with the blank before it. */
function written(element: GrammarAST.AbstractElement): string {
  const { cardinality } = element;
  if (isBody(element)) return ' { … }';
  if (GrammarAST.isGroup(element) && isWord(element.elements[0], ',')) return ', …';
  const text = plain(element);
  if (cardinality === '?') return ` [${text.trim()}]`;
  return cardinality === '*' ? ` [${text.trim()}] …` : text;
}

function plain(element: GrammarAST.AbstractElement): string {
  if (GrammarAST.isKeyword(element)) return element.value === ':' ? ':' : ` ${element.value}`;
  if (GrammarAST.isGroup(element)) return joined(element.elements);
  if (GrammarAST.isAlternatives(element))
    return ` ${element.elements.map((each) => plain(each).trim()).join('|')}`;
  if (GrammarAST.isAssignment(element)) return valueOf(element);
  if (!GrammarAST.isRuleCall(element) || !GrammarAST.isParserRule(element.rule.ref)) return '';
  // `yes` and `no` say the same.
  if (element.rule.ref.name === 'FlagValue') return ' on|off';
  return written(element.rule.ref.definition);
}

function valueOf({ feature, terminal }: GrammarAST.Assignment): string {
  const keywords = keywordsOf(terminal);
  if (keywords.length > 0) return ` ${keywords.join('|')}`;
  if (GrammarAST.isCrossReference(terminal))
    return ` ${PLACEHOLDERS[terminal.type.$refText] ?? terminal.type.$refText.replace(/Block$/, '').toUpperCase()}`;
  if (GrammarAST.isRuleCall(terminal) && GrammarAST.isParserRule(terminal.rule.ref))
    return written(terminal.rule.ref.definition);
  return ` ${feature === 'values' ? 'VALUE' : wordOf(feature).toUpperCase()}`;
}

const PLACEHOLDERS: Readonly<Record<string, string>> = { Attachable: 'NETWORK', DeviceBlock: 'DEVICE' };

/** `guestPort` is a port. */
const wordOf = (feature: string): string => feature.replace(/^.*(?=[A-Z])/, '');
