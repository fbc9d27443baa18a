import fc from 'fast-check';
import { EmptyFileSystem, GrammarAST } from 'langium';
import { createCoreServices } from '../../../src/language/module.js';

/** Few, so that they meet: references find their targets, and names clash. */
const NAMES = [
  'kvm1',
  'kvm2',
  'eth0',
  'eth1',
  'bond0',
  'bond0.13',
  'br0',
  'tenant',
  'edge',
  'lab',
  'web1',
  'rack',
  '"9A B"',
];
const VALUES = [
  ...[
    'vm',
    'management',
    'heartbeat',
    'storage',
    '10.0.0.0/24',
    '10.0.0.5/24',
    '10.0.0.1',
    '10.0.1.0/24',
    '2001:db8::/64',
  ],
  ...[
    '52:54:00:00:00:01',
    '13',
    '1',
    '9000',
    '100-199',
    '802.3ad',
    'active-backup',
    'balance-xor',
    'fast',
    'layer3+4',
    'auto',
  ],
  ...[
    '100 ms',
    '15 s',
    '1 Gbit/s',
    '64 KiB',
    'yes',
    'off',
    '8080/tcp',
    '49152-49215/tcp',
    'ssh',
    'DROP',
    '10.0.0.10-10.0.0.20',
    'virtio',
    '22',
  ],
  ...['kvm1.bond0', 'root@kvm1:22', 'x', '"a b"'],
];

const name = fc.constantFrom(...NAMES);
const value = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...VALUES) }, name);
const gap = fc.constantFrom(
  ' ',
  ' ',
  '  ',
  '\n',
  '\n\n',
  ' // remark\n',
  ' /* a */ ',
  '\n/// documented\n',
  '\r\n',
);

/** Texts that the grammar allows, all of it reachable: what nobody has thought of writing yet. */
export function sentences(): fc.Arbitrary<string> {
  const grammar = createCoreServices(EmptyFileSystem).kvmnet.Grammar;
  const known = new Map<string, fc.Arbitrary<readonly string[]>>();
  const nothing = fc.constant<readonly string[]>([]);

  function ofRule(rule: GrammarAST.AbstractRule): fc.Arbitrary<readonly string[]> {
    if (!GrammarAST.isParserRule(rule)) return value.map((word) => [word]);
    const ready = known.get(rule.name);
    if (ready) return ready;
    const made = ofElement(rule.definition);
    known.set(rule.name, made);
    return made;
  }

  function ofElement(element: GrammarAST.AbstractElement): fc.Arbitrary<readonly string[]> {
    const once = onceOf(element);
    const some = (minLength: number): fc.Arbitrary<readonly string[]> =>
      fc.array(once, { minLength, maxLength: 5 }).map((parts) => parts.flat());
    if (element.cardinality === '*') return some(0);
    if (element.cardinality === '+') return some(1);
    return element.cardinality === '?' ? fc.oneof(nothing, { weight: 3, arbitrary: once }) : once;
  }

  function onceOf(element: GrammarAST.AbstractElement): fc.Arbitrary<readonly string[]> {
    if (GrammarAST.isKeyword(element)) return fc.constant([element.value]);
    if (GrammarAST.isAssignment(element))
      return element.feature === 'name' ? name.map((word) => [word]) : ofElement(element.terminal);
    if (GrammarAST.isCrossReference(element)) return name.map((word) => [word]);
    if (GrammarAST.isRuleCall(element)) return element.rule.ref ? ofRule(element.rule.ref) : nothing;
    if (GrammarAST.isAlternatives(element)) return fc.oneof(...element.elements.map(ofElement));
    if (GrammarAST.isGroup(element))
      return fc.tuple(...element.elements.map(ofElement)).map((parts) => parts.flat());
    return nothing;
  }

  const [entry] = grammar.rules.filter((rule) => GrammarAST.isParserRule(rule) && rule.entry);
  const declarations = entry ? fc.array(ofRule(entry), { maxLength: 4 }) : fc.constant([]);
  return fc
    .tuple(declarations, fc.array(gap, { minLength: 1, maxLength: 12 }))
    .map(([parts, gaps]) =>
      parts.flat().reduce((text, word, i) => text + word + (gaps[i % gaps.length] ?? ' '), ''),
    );
}
