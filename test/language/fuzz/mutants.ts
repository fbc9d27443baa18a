import fc from 'fast-check';
import { EmptyFileSystem } from 'langium';
import { createCoreServices } from '../../../src/language/module.js';
import { scan, type Scanned } from '../../../src/language/tokens/scanner.js';
import { EXAMPLES, SOURCES, type Source } from './sources.js';

export const { vocabulary } = createCoreServices(EmptyFileSystem).kvmnet.parser.Lexer;

export function tokensOf(text: string): readonly Scanned[] {
  const tokens: Scanned[] = [];
  scan(text, vocabulary, { token: (token) => tokens.push(token), error: () => undefined });
  return tokens;
}

const KEYWORDS = [
  ...new Set([vocabulary.topLevel, ...vocabulary.blocks.values()].flatMap(({ uses }) => [...uses.keys()])),
];

/** What breaks readers of text: pieces of the syntax, odd blanks and line ends, what is no character, right-to-left. */
const PIECES = [
  ...[
    '{',
    '}',
    ',',
    '"',
    '//',
    '///',
    '/*',
    '*/',
    ';',
    ':',
    '\\',
    '=',
    '.',
    '-',
    '/',
    '\n',
    '\r',
    '\r\n',
    ' ',
    '\t',
  ],
  ...['\u0000', '\u0007', '\u001B[31m', '\u00A0', '\u2028', '\u2029', '\uFEFF', '\u202E', '\u200F', '\u2066'],
  ...[
    '\uD800',
    '\uDC00',
    '😀',
    'é',
    'e\u0301',
    '名',
    '\uFFFF',
    '%',
    '$(x)',
    '`',
    '<!--',
    ']]>',
    '&amp;',
    '..',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '"__proto__"'],
];

/** Values that are nearly right, or right and extreme. */
const VALUES = [
  ...[
    '0',
    '1',
    '-1',
    '4094',
    '4095',
    '65536',
    '4294967296',
    '9007199254740993',
    '9'.repeat(400),
    '1e9',
    '0x10',
    '00',
  ],
  ...[
    '0.0.0.0/0',
    '255.255.255.255/32',
    '10.0.0.0/33',
    '10.0.0.1/-1',
    '1.2.3',
    '::/0',
    '::1/128',
    '::ffff:1.2.3.4/96',
  ],
  ...[
    'fe80::1%eth0',
    '10.0.0.0/8, 10.0.0.0/8',
    '1-4094',
    '4094-1',
    '1-',
    '-',
    '100-199,,300',
    '52:54:00:00:00:00',
  ],
  ...[
    'ff:ff:ff:ff:ff:ff',
    '52-54-00-00-00-01',
    '0 ms',
    '9999999999 s',
    '1.5 s',
    '10 Mbit',
    '1 Tbit/s',
    'auto',
    'yes',
  ],
  ...[
    '0/tcp',
    '65536/udp',
    '1-2/tcp',
    '80',
    'user@[::1]:22',
    '@',
    'a@b@c:1:2',
    '""',
    '"\\""',
    '"{ }"',
    'kvm1.',
    '.eth0',
  ],
  ...['kvm1.bond0', 'lo', 'all', 'a'.repeat(300), '9ABCDEF', '"10.11.12.0"'],
];

type Change =
  | {
      readonly kind: 'cut' | 'double' | 'swap' | 'keyword' | 'value' | 'splice' | 'rename';
      readonly at: number;
      readonly other: number;
    }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'insert'; readonly at: number; readonly piece: string }
  | { readonly kind: 'line-ends'; readonly end: string }
  | { readonly kind: 'mark' };

const place = fc.nat({ max: 20_000 });
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut', 'double', 'swap', 'keyword', 'value', 'splice', 'rename'),
      at: place,
      other: place,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      at: place,
      piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: place }) },
  fc.record({
    kind: fc.constant('line-ends' as const),
    end: fc.constantFrom('\r\n', '\r', '\n\r', '\u2028'),
  }),
  fc.constant({ kind: 'mark' as const }),
);

const at = <T>(items: readonly T[], index: number): T | undefined => items[index % Math.max(items.length, 1)];

/** A block, or the line, around a token: what people copy and paste. */
function partAround(text: string, tokens: readonly Scanned[], index: number): string {
  const from = tokens.slice(0, index + 1).findLastIndex(({ starts }) => starts);
  const first = tokens[Math.max(from, 0)];
  if (!first) return '';
  const end = tokens.slice(from + 1).find(({ starts, depth }) => starts === true && depth <= first.depth);
  return text.slice(first.offset, end?.offset ?? text.length);
}

function apply(text: string, wanted: Change): string {
  const replace = (token: Scanned | undefined, image: string): string =>
    token
      ? text.slice(0, token.offset) + image + text.slice(token.offset + token.image.length)
      : text + image;
  switch (wanted.kind) {
    case 'truncate':
      return text.slice(0, wanted.at % (text.length + 1));
    case 'insert': {
      const offset = wanted.at % (text.length + 1);
      return text.slice(0, offset) + wanted.piece + text.slice(offset);
    }
    case 'line-ends':
      return text.replaceAll('\n', wanted.end);
    case 'mark':
      return `\uFEFF${text}`;
    default: {
      const tokens = tokensOf(text);
      const index = tokens.length === 0 ? 0 : wanted.at % tokens.length;
      const [token, other] = [tokens[index], at(tokens, wanted.other)];
      switch (wanted.kind) {
        case 'cut':
          return replace(token, '');
        case 'double':
          return replace(token, `${token?.image ?? ''} ${token?.image ?? ''}`);
        case 'swap': {
          if (!token || !other || token === other) return text;
          const [early, late] = token.offset < other.offset ? [token, other] : [other, token];
          const between = text.slice(early.offset + early.image.length, late.offset);
          const end = late.offset + late.image.length;
          return text.slice(0, early.offset) + late.image + between + early.image + text.slice(end);
        }
        case 'keyword':
          return replace(token, at(KEYWORDS, wanted.other) ?? '');
        case 'value':
          return replace(token, at(VALUES, wanted.other) ?? '');
        case 'rename':
          return replace(token, other?.image ?? '');
        case 'splice': {
          const source = at(SOURCES, wanted.other)?.text ?? '';
          const foreign = tokensOf(source);
          const part = partAround(source, foreign, foreign.length === 0 ? 0 : wanted.at % foreign.length);
          const offset = token?.offset ?? 0;
          return `${text.slice(0, offset)} ${part} ${text.slice(offset)}`;
        }
      }
    }
  }
}

export interface Mutant extends Source {
  readonly changes: readonly Change[];
}

const mutantsOf = (sources: readonly Source[]): fc.Arbitrary<Mutant> =>
  fc
    .record({
      source: fc.constantFrom(...sources),
      changes: fc.array(change, { minLength: 1, maxLength: 6 }),
    })
    .map(({ source: { name, text }, changes }) => ({ name, changes, text: changes.reduce(apply, text) }));

/** Texts of the repository, each with a few things done to it that people, programs and bad luck do to texts. */
export const mutants: fc.Arbitrary<Mutant> = fc.oneof(mutantsOf(EXAMPLES), mutantsOf(SOURCES));
