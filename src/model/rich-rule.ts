import type { Parsed } from './parsed.js';
import { richRuleWords, type RichRuleWord, type TextSpan } from './rich-rule-words.js';

/** An element of a rule in firewalld's rich language: the rule itself, or a part of it. */
export interface RichRuleElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly RichRuleElement[];
  /** Its first word. */
  readonly span: TextSpan;
  /** Of each attribute, `name=value`. */
  readonly spans: ReadonlyMap<string, TextSpan>;
}

/** Elements of a rule with the attributes that each takes (man firewalld.richlanguage, firewall/core/rich.py). */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  rule: ['family', 'priority'],
  source: ['address', 'mac', 'ipset', 'invert'],
  destination: ['address', 'ipset', 'invert'],
  service: ['name'],
  port: ['port', 'protocol'],
  protocol: ['value'],
  'icmp-block': ['name'],
  'icmp-type': ['name'],
  masquerade: [],
  'forward-port': ['port', 'protocol', 'to-port', 'to-addr'],
  'source-port': ['port', 'protocol'],
  'tcp-mss-clamp': ['value'],
  log: ['prefix', 'level'],
  nflog: ['group', 'prefix', 'queue-size'],
  audit: [],
  accept: [],
  reject: ['type'],
  drop: [],
  mark: ['set'],
  limit: ['value', 'burst'],
};

/** Elements of one group exclude each other; the order is the one in which firewalld writes them. */
const GROUPS: readonly (readonly string[])[] = [
  ['source'],
  ['destination'],
  [
    'service',
    'port',
    'protocol',
    'icmp-block',
    'icmp-type',
    'masquerade',
    'forward-port',
    'source-port',
    'tcp-mss-clamp',
  ],
  ['log', 'nflog'],
  ['audit'],
  ['accept', 'reject', 'drop', 'mark'],
];

const groupOf = (name: string): number => GROUPS.findIndex((names) => names.includes(name));

/** What a limit may stand behind. */
const LIMITED: ReadonlySet<string> = new Set(['log', 'nflog', 'audit', 'accept', 'reject', 'drop', 'mark']);

interface Draft extends RichRuleElement {
  readonly attributes: Map<string, string>;
  readonly spans: Map<string, TextSpan>;
  readonly children: Draft[];
}

const draft = ({ text, start, end }: RichRuleWord): Draft => ({
  name: text,
  attributes: new Map(),
  children: [],
  span: { start, end },
  spans: new Map(),
});

/** Adds a word to the rule that is being read; gives the element that following attributes belong to, or what is wrong. */
function take(read: RichRuleWord, rule: Draft, current: Draft): Parsed<Draft> {
  const { text: word, start, end } = read;
  const equals = word.indexOf('=');
  if (equals >= 0) {
    const [name, value] = [word.slice(0, equals), word.slice(equals + 1)];
    if (!ATTRIBUTES[current.name]?.includes(name)) {
      return { ok: false, problem: `'${current.name}' has no attribute '${name}'` };
    }
    if (value === '' || value.includes('=')) return { ok: false, problem: `'${name}' has no plain value` };
    current.attributes.set(name, value);
    current.spans.set(name, { start, end });
    return { ok: true, value: current };
  }
  if (word === 'NOT' || word === 'not') {
    if (!ATTRIBUTES[current.name]?.includes('invert')) {
      return { ok: false, problem: `'${current.name}' cannot be inverted` };
    }
    current.attributes.set('invert', 'True');
    current.spans.set('invert', { start, end });
    return { ok: true, value: current };
  }
  const next = draft(read);
  if (word === 'limit') {
    if (!LIMITED.has(current.name)) return { ok: false, problem: `'${current.name}' takes no limit` };
    current.children.push(next);
    return { ok: true, value: next };
  }
  const group = groupOf(word);
  if (group < 0) return { ok: false, problem: `'${word}' is not known` };
  const rival = rule.children.find(({ name }) => groupOf(name) === group);
  if (rival) return { ok: false, problem: `'${word}' and '${rival.name}' exclude each other` };
  rule.children.push(next);
  return { ok: true, value: next };
}

/**
 * Reads a rule of firewalld's rich language; its parts come in the order in which firewalld writes them. Only the form
 * is checked here; what firewalld takes for a value is the matter of the rule `firewall/rich-rule-unreadable`.
 */
export function parseRichRule(text: string): Parsed<RichRuleElement> {
  const words = richRuleWords(text);
  if (!words.ok) return words;
  const [first, ...others] = words.value;
  if (first?.text !== 'rule') return { ok: false, problem: "it does not begin with 'rule'" };
  const rule = draft(first);
  let current = rule;
  for (const word of others) {
    const taken = take(word, rule, current);
    if (!taken.ok) return taken;
    current = taken.value;
  }
  rule.children.sort((a, b) => groupOf(a.name) - groupOf(b.name));
  return { ok: true, value: rule };
}
