import type { AstNode } from 'langium';
import type { Origin, Places, Sourced } from '../../model/index.js';
import { replacementFix, type ReportTo } from '../findings/report-to.js';
import { problem, type Literal } from '../literals/literal.js';
import { nameText, onOrOff } from '../literals/words.js';
import { isPlainName } from '../tokens/value-converter.js';
import type { DocumentationFinder } from './documentation.js';
import { nameFault } from './name-fault.js';
import { originOf, spanning, wordsByKeyword, wordsOf, type Word } from './word.js';

/** A name as it stands in the text, not looked up. */
export type Name = Sourced<string>;

/** What reading needs besides the block itself. */
export interface ReadingContext {
  readonly uri: string;
  readonly report: ReportTo;
  /** Text of the `///` comment before a node. */
  readonly documentationBefore: DocumentationFinder;
}

/** A declaration or port, as the parser gives it. */
export interface BlockNode extends AstNode {
  readonly properties: readonly AstNode[];
  readonly header?: readonly AstNode[];
}

/** Leaves out what is undefined, so that absent means absent. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
}

const KEY_BY_TYPE: Readonly<Record<string, string>> = {
  Route: 'route',
  Lease: 'lease',
  PortForward: 'forward',
  Bandwidth: 'bandwidth',
};

function keyOf(node: AstNode): string {
  const key = 'key' in node && typeof node.key === 'string' ? node.key : undefined;
  return key ?? KEY_BY_TYPE[node.$type] ?? node.$type;
}

/** The value of a word after a keyword; says what is wrong with it when it has none. */
export function readWord<T>(
  word: Word,
  literal: Literal<T>,
  report: ReportTo,
  keyword?: string,
): Sourced<T> | undefined {
  const reading = literal(word.text);
  if ('value' in reading) return { value: reading.value, origin: word.origin };
  report({
    code: 'syntax/invalid-value',
    message: reading.problem,
    origin: word.origin,
    ...(keyword !== undefined && { unread: keyword }),
    ...(reading.instead !== undefined && { fixes: [replacementFix(word.origin, reading.instead)] }),
  });
  return undefined;
}

/** Reads the properties of one block by their keywords, and says what is wrong with them. */
export class BlockReader {
  private readonly properties = new Map<string, AstNode[]>();

  constructor(
    readonly node: BlockNode,
    readonly context: ReadingContext,
  ) {
    for (const property of [...(node.header ?? []), ...node.properties]) {
      const key = keyOf(property);
      const same = this.properties.get(key);
      if (same) same.push(property);
      else this.properties.set(key, [property]);
    }
  }

  /** Every property of the keyword. */
  all(key: string): readonly AstNode[] {
    return this.properties.get(key) ?? [];
  }

  /** The property of the keyword; says so when there are several, and takes the first. */
  private only(key: string): AstNode | undefined {
    const [first, ...more] = this.all(key);
    for (const again of more) {
      this.context.report({
        code: 'syntax/property-twice',
        message: `'${key}' is already said.`,
        origin: this.origin(again),
        ...(first && { related: [{ origin: this.origin(first), message: 'It is said here.' }] }),
        fixes: [{ title: `Remove this '${key}'`, edits: [{ kind: 'remove', at: this.origin(again) }] }],
      });
    }
    return first;
  }

  /** Where the property stands, keyword included. */
  originOf(key: string): Origin | undefined {
    const first = this.all(key)[0];
    return first && this.origin(first);
  }

  origin(node: AstNode): Origin {
    const { uri } = this.context;
    return node.$cstNode ? originOf(uri, node.$cstNode) : { uri, range: NOWHERE };
  }

  words(key: string): readonly Word[] | undefined {
    const property = this.only(key);
    return property && wordsOf(this.context.uri, property.$cstNode);
  }

  /** A single value. */
  one<T>(key: string, literal: Literal<T>): Sourced<T> | undefined {
    const [word] = this.words(key) ?? [];
    return word && this.read(word, literal, key);
  }

  /** A list; items that mean nothing are left out. Absent when the property is not written. */
  list<T>(key: string, literal: Literal<T>): readonly Sourced<T>[] | undefined {
    const read = this.words(key)?.flatMap((word) => this.read(word, literal, key) ?? []);
    return read && this.once(key, read);
  }

  /** The items, each once: what a list says again is said to be too much, and left out. */
  private once<T>(key: string, items: readonly Sourced<T>[]): readonly Sourced<T>[] {
    const first = new Map<string, Sourced<T>>();
    for (const item of items) {
      const identity = JSON.stringify(item.value);
      const earlier = first.get(identity);
      if (!earlier) first.set(identity, item);
      else
        this.context.report({
          code: 'syntax/listed-twice',
          message: `This is in the list of '${key}' already.`,
          origin: item.origin,
          related: [{ origin: earlier.origin, message: 'It is listed here.' }],
          fixes: [
            {
              title: `Remove the second one from '${key}'`,
              edits: [{ kind: 'remove-item', at: item.origin }],
              preferred: true,
            },
          ],
        });
    }
    return [...first.values()];
  }

  /** A list that is one value, such as a set of VLANs. */
  whole<T, U>(key: string, literal: Literal<T>, combine: (items: readonly T[]) => U): Sourced<U> | undefined {
    const words = this.words(key);
    const [first] = words ?? [];
    const last = words?.at(-1);
    if (!words || !first || !last) return undefined;
    const items = words.flatMap((word) => this.read(word, literal, key) ?? []);
    if (items.length === 0) return undefined;
    return { value: combine(items.map((item) => item.value)), origin: spanning(first.origin, last.origin) };
  }

  /** `stp`, `stp on`, `stp off`. */
  flag(key: string): Sourced<boolean> | undefined {
    const property = this.only(key);
    if (!property) return undefined;
    const written = 'value' in property && typeof property.value === 'string' ? property.value : 'yes';
    const reading = onOrOff(written);
    return { value: 'value' in reading && reading.value, origin: this.origin(property) };
  }

  /** A property that is there or not. */
  mark(key: string): Sourced<true> | undefined {
    const property = this.only(key);
    return property && { value: true, origin: this.origin(property) };
  }

  name(key: string): Name | undefined {
    return this.one(key, nameText);
  }

  names(key: string): readonly Name[] | undefined {
    return this.list(key, nameText);
  }

  /** Values of a property with several keywords, by the keyword before each. */
  parts(property: AstNode): ReadonlyMap<string, readonly Word[]> {
    return wordsByKeyword(this.context.uri, property.$cstNode);
  }

  read<T>(word: Word, literal: Literal<T>, keyword?: string): Sourced<T> | undefined {
    return readWord(word, literal, this.context.report, keyword);
  }

  /** The declared name, checked for its form; undefined when it is missing. */
  declaredName(word: Word | undefined): Name | undefined {
    if (!word) return undefined;
    if (!word.quoted && !isPlainName(word.text)) {
      this.context.report({ code: 'naming/invalid-name', ...nameFault(word.text, word.origin) });
    }
    return this.read(word, word.text.trim() === '' ? () => problem('A name cannot be empty.') : nameText);
  }

  /** Name, extent and end of the block. */
  places(name: Origin): Places {
    const whole = this.origin(this.node);
    const { end } = whole.range;
    const bodyEnd = { line: end.line, character: end.character - 1 };
    const closed = this.node.$cstNode?.text.endsWith('}') ?? false;
    return {
      name,
      whole,
      ...(closed && { bodyEnd: { uri: this.context.uri, range: { start: bodyEnd, end: bodyEnd } } }),
    };
  }

  documentation(): { readonly documentation?: string } {
    const text = this.context.documentationBefore(this.node.$cstNode);
    return text === undefined ? {} : { documentation: text };
  }
}

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
