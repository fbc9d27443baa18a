import type { BlockVocabulary, Vocabulary } from '../tokens/vocabulary.js';
import { didYouMean, suggestionFor } from './suggestion.js';
import { keywordMeantBy } from './words-of-others.js';

export type SyntaxCode =
  | 'syntax/unknown-property'
  | 'syntax/missing-value'
  | 'syntax/missing-comma'
  | 'syntax/unclosed-block'
  | 'syntax/unexpected-text';

/** Where a parser gave up. */
export interface SyntaxProblem {
  /** The grammar rule that it was in. */
  readonly rule: string;
  readonly actual: { readonly image: string; readonly kind: 'word' | 'keyword' | 'end' };
  readonly previous: { readonly image: string; readonly kind: 'word' | 'keyword' | 'end' };
  /** What follows, where that is known. */
  readonly next?: { readonly image: string; readonly kind: 'word' | 'keyword' | 'end' };
}

export interface SyntaxExplanation {
  readonly code: SyntaxCode;
  readonly message: string;
  /** What to write instead of the token, where that is known. */
  readonly replacement?: string;
  /** What is not read because of it, where that is not the replacement: a keyword, or `block`, whose end came too early. */
  readonly lost?: string;
}

/** What a block is called in messages. */
const BLOCK_NAMES: Readonly<Record<string, string>> = {
  NetworkBlock: 'a network',
  PoolBlock: 'a pool',
  ProfileBlock: 'a profile',
  HostBlock: 'a host',
  ZoneBlock: 'a zone',
  NicBlock: 'a NIC',
  BondBlock: 'a bond',
  VlanBlock: 'a VLAN',
  BridgeBlock: 'a bridge',
  PortBlock: 'a port',
  VirtualNetworkBlock: 'a virtual network',
  GuestBlock: 'a guest',
  GuestNicBlock: "a guest's NIC",
};

const list = (words: Iterable<string>): string => [...words].sort().join(', ');

/** Says what is wrong in the words of the language, not of the parser. */
export function explainSyntax(problem: SyntaxProblem, vocabulary: Vocabulary): SyntaxExplanation {
  const { rule, actual } = problem;
  const block = vocabulary.blocks.get(rule);
  if (!block || needsName(block, problem, vocabulary)) return explainMissingValue(problem);
  if (actual.kind === 'word') return explainUnknownWord(problem, block, vocabulary);
  const place = BLOCK_NAMES[rule];
  if (actual.kind === 'end' || (place !== undefined && outerKnows(actual.image, block, vocabulary))) {
    const where = actual.kind === 'end' ? 'the end of the file' : `'${actual.image}'`;
    return {
      code: 'syntax/unclosed-block',
      message: `The block of ${place ?? 'a declaration'} is not closed: a '}' is missing before ${where}.`,
    };
  }
  if (actual.image === '}' && block === vocabulary.topLevel)
    return { code: 'syntax/unexpected-text', message: "This '}' closes nothing.", lost: 'block' };
  if (actual.image === ',' && problem.previous.kind === 'word')
    return {
      code: 'syntax/unexpected-text',
      message:
        rule === 'NetworkBlock' && /^\d+$/.test(problem.previous.image)
          ? 'No comma can stand here: only one value is expected. Several VLANs of a network are `vlans 10, 20`.'
          : 'No comma can stand here: only one value is expected.',
    };
  return { code: 'syntax/unexpected-text', message: `'${actual.image}' cannot stand here.` };
}

/** True when the header of the block, not its body, is incomplete. */
function needsName(block: BlockVocabulary, { previous }: SyntaxProblem, { topLevel }: Vocabulary): boolean {
  if (block === topLevel) return false;
  return previous.kind === 'keyword' && /^[a-z]/.test(previous.image) && !block.uses.has(previous.image);
}

function explainMissingValue({ rule, actual, previous }: SyntaxProblem): SyntaxExplanation {
  if (rule === 'PortForward')
    return { code: 'syntax/missing-value', message: 'A forward is written `forward 2222/tcp to web1:22`.' };
  const found = actual.kind === 'end' ? 'the file ends' : `'${actual.image}' follows`;
  const subject = previous.image === ',' ? 'After the comma' : `After '${previous.image}'`;
  return { code: 'syntax/missing-value', message: `${subject} something is missing: ${found}.` };
}

/** Whether what follows an unknown word can follow the keyword that was probably meant; a fix must not break the text. */
function fits(keyword: string, next: SyntaxProblem['next'], { uses }: BlockVocabulary): boolean {
  return next === undefined || uses.get(keyword) !== 'value' || next.kind === 'word';
}

function explainUnknownWord(
  { actual: { image: word }, previous, next }: SyntaxProblem,
  block: BlockVocabulary,
  { topLevel, blocks }: Vocabulary,
): SyntaxExplanation {
  if (word.startsWith('#'))
    return {
      code: 'syntax/unexpected-text',
      message: `A comment begins with //, not with #.`,
      replacement: `//${word.slice(1)}`,
    };
  const suggestion = keywordMeantBy(word, block.starters) ?? suggestionFor(word, block.starters);
  const replacement =
    suggestion !== undefined && fits(suggestion, next, block) ? { replacement: suggestion } : {};
  const known = `known are ${list(block.starters)}.${didYouMean(suggestion)}`;
  const code = 'syntax/unknown-property';
  const owners = [...blocks.values()].filter(({ rule, starters }) => BLOCK_NAMES[rule] && starters.has(word));
  const owned = ownedBy(
    word,
    owners.map(({ rule }) => rule),
  );
  if (block === topLevel) {
    const fault =
      owned && suggestion === undefined
        ? `${owned} and has to stand in its braces`
        : `'${word}' begins no declaration`;
    return { code, message: `${fault}; ${known}`, ...replacement, ...(owned && { lost: 'block' }) };
  }
  const place = BLOCK_NAMES[block.rule] ?? 'this block';
  // Properties are made of letters and hyphens; `eth1` and `10.0.0.2` are rather the next item of a list.
  if (previous.kind === 'word' && suggestion === undefined && !/^[a-z-]+$/i.test(word))
    return {
      code: 'syntax/missing-comma',
      message: `'${word}' is no property of ${place}; to add it to a list, put a comma before it.`,
    };
  if (suggestion === undefined && owned) {
    const inner = block.rule === 'GuestBlock' && owners.some(({ rule }) => rule === 'GuestNicBlock');
    const way = inner ? 'write it into its `nic { … }`' : WAYS[`${block.rule} ${word}`];
    return { code, message: `${owned}, not of ${place}${way === undefined ? '' : `: ${way}`}; ${known}` };
  }
  const isSwitch = previous.kind === 'keyword' && block.uses.get(previous.image) === 'flag';
  const neither = isSwitch ? `, and '${previous.image}' is on or off` : '';
  return { code, message: `Unknown property '${word}' in ${place}${neither}; ${known}`, ...replacement };
}

/** What does what a property was meant to do where there is none of its name. */
const WAYS: Readonly<Record<string, string>> = {
  'GuestNicBlock address':
    'the guest sets its own; one that libvirt hands out is a `lease MAC ADDRESS` of its network',
};

/** Which blocks have the property, where some do. */
function ownedBy(word: string, rules: readonly string[]): string | undefined {
  // What a profile may say it says for its hosts.
  const told = rules.includes('HostBlock') ? rules.filter((rule) => rule !== 'ProfileBlock') : rules;
  const names = told.flatMap((rule) => BLOCK_NAMES[rule] ?? []).slice(0, 3);
  return names.length === 0 ? undefined : `'${word}' is a property of ${names.join(' or of ')}`;
}

/** Whether some other block has the keyword: then it is this block's end that is missing. */
function outerKnows(keyword: string, block: BlockVocabulary, { blocks }: Vocabulary): boolean {
  if (block.uses.has(keyword)) return false;
  for (const other of blocks.values()) if (other.starters.has(keyword)) return true;
  return false;
}
