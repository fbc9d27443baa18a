import { quoteIfNeeded } from '../tokens/value-converter.js';
import type { Vocabulary } from '../tokens/vocabulary.js';
import { cursorAt, type Cursor } from './cursor.js';
import { headerContinuations, propertyContinuations } from './continuations.js';
import { snippetFor } from './snippets.js';
import type { SiteNames } from './site-names.js';
import { valuesFor } from './values.js';

export interface Proposal {
  readonly label: string;
  readonly kind: 'keyword' | 'snippet' | 'value' | 'reference';
  readonly detail?: string;
  /** What is inserted; with placeholders `${1:name}` when `kind` is `snippet`. */
  readonly insertText: string;
  /** Proposals with a lower one come first. */
  readonly rank: number;
  /** Keyword that the proposal begins, for its documentation. */
  readonly keyword?: { readonly block: string; readonly name: string };
}

export interface Completion {
  /** Offset of the word that a proposal replaces. */
  readonly from: number;
  readonly proposals: readonly Proposal[];
}

/** Everything that makes sense at the cursor, and nothing else. */
export function completeAt(
  text: string,
  offset: number,
  vocabulary: Vocabulary,
  site: SiteNames,
): Completion {
  const cursor = cursorAt(text, offset, vocabulary);
  return { from: cursor.wordStart, proposals: cursor.insideComment ? [] : propose(cursor, site) };
}

function propose(cursor: Cursor, site: SiteNames): readonly Proposal[] {
  switch (cursor.expects) {
    case 'value':
    case 'item':
      return values(cursor, site);
    case 'flag':
      return [...flags(), ...starters(cursor)];
    case 'start':
      return [...continuations(cursor), ...starters(cursor)];
  }
}

function values(cursor: Cursor, site: SiteNames): readonly Proposal[] {
  return valuesFor(cursor, site).map(({ name, detail, reference }, i) => ({
    label: name,
    kind: reference === true ? 'reference' : 'value',
    ...(detail !== undefined && { detail }),
    insertText: quoteIfNeededFor(name, reference === true),
    rank: i,
  }));
}

/** Values such as `802.3ad` and `100-199` are written as they are; names of things may need quotes. */
const quoteIfNeededFor = (name: string, reference: boolean): string =>
  reference ? quoteIfNeeded(name) : name;

const flags = (): readonly Proposal[] =>
  ['yes', 'no'].map((label, i) => ({ label, kind: 'value', insertText: label, rank: i }));

function continuations({ begun, blocks }: Cursor): readonly Proposal[] {
  const words = blocks.length === 0 || begun.length > 1 ? headerContinuations(begun) : [];
  return [...words, ...propertyContinuations(begun)].map((label, i) => ({
    label,
    kind: 'keyword',
    insertText: `${label} `,
    rank: i,
  }));
}

/** Keywords that take several properties of one kind; the others are offered once. */
const REPEATABLE: ReadonlySet<string> = new Set([
  ...[
    'nic',
    'bond',
    'vlan',
    'bridge',
    'nat',
    'routed',
    'isolated',
    'port',
    'route',
    'lease',
    'forward',
    'rich-rule',
  ],
]);

function starters({ vocabulary, blocks }: Cursor): readonly Proposal[] {
  const said = blocks.at(-1)?.said;
  return [...vocabulary.starters]
    .filter((keyword) => REPEATABLE.has(keyword) || said?.has(keyword) !== true)
    .map((keyword, i) => {
      const snippet = snippetFor(vocabulary.rule, keyword);
      const use = vocabulary.uses.get(keyword);
      return {
        label: keyword,
        kind: snippet === undefined ? 'keyword' : 'snippet',
        insertText: snippet ?? (use === 'value' ? `${keyword} ` : keyword),
        rank: 100 + i,
        keyword: { block: vocabulary.rule, name: keyword },
      };
    });
}
