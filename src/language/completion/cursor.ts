import { scan, type Scanned } from '../tokens/scanner.js';
import type { BlockVocabulary, Vocabulary } from '../tokens/vocabulary.js';
import { unquote } from '../tokens/value-converter.js';
import { declarationAround } from './declaration-around.js';

/** A block that is open at the cursor: `bond bond0 {`. */
export interface OpenBlock {
  readonly keyword: string;
  /** Words of the header after the keyword, keywords included: `web1`, `on`, `kvm1`. */
  readonly header: readonly string[];
  readonly vocabulary: BlockVocabulary;
  /** What is said in the block, before and after the cursor, by keyword: the words that followed. */
  readonly said: ReadonlyMap<string, readonly string[]>;
}

/** Where the cursor stands. */
export interface Cursor {
  /** From the outermost to the innermost; empty at the top level. */
  readonly blocks: readonly OpenBlock[];
  readonly vocabulary: BlockVocabulary;
  /** Words of the property or header that was begun, its keyword first; empty when none was. */
  readonly begun: readonly string[];
  /** Words of the same property that stand behind the cursor. */
  readonly after: readonly string[];
  /**
   * `value`: something has to follow, · `item`: the next of a list · `flag`: yes or no may follow ·
   * `start`: the property is complete, or none was begun.
   */
  readonly expects: 'value' | 'item' | 'flag' | 'start';
  /** The keyword that the value belongs to. */
  readonly key?: string;
  /** Offset at which the word under the cursor begins, its quote included. */
  readonly wordStart: number;
  /** Where what is replaced ends: behind the closing quote that the editor has put there, else at the cursor. */
  readonly wordEnd: number;
  /** The word as far as it is typed, in quotes that it may have. */
  readonly word: string;
  /** A blank stands before the word. */
  readonly spaced: boolean;
  /** What was begun stands on an earlier line. */
  readonly onNewLine: boolean;
  /** A brace follows the cursor: whatever is completed, its block is there. */
  readonly blockFollows: boolean;
  readonly insideComment: boolean;
}

interface Draft {
  readonly keyword: string;
  readonly header: readonly string[];
  readonly vocabulary: BlockVocabulary;
  readonly said: Map<string, string[]>;
}

const WORD_BEFORE = /[^\s{},;="]*$/;
const STRING = /"(?:[^"\\]|\\.)*("?)/g;

/** Reads the declaration that the cursor is in; the rest of the file does not matter. */
export function cursorAt(text: string, offset: number, vocabulary: Vocabulary): Cursor {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const word = openString(line) ?? WORD_BEFORE.exec(line)?.[0] ?? '';
  const cursor = read(text, offset - word.length, offset, vocabulary);
  // `forward 2222/tcp to web1:22`: the port is a word of its own.
  const colon = word.indexOf(':') + 1;
  return cursor.key === 'to' && cursor.begun[0] === 'forward' && colon > 0
    ? read(text, offset - word.length + colon, offset, vocabulary)
    : cursor;
}

/** The text in quotes that is not closed before the end of the line. */
function openString(line: string): string | undefined {
  for (const match of line.matchAll(STRING)) if (match[1] === '') return match[0];
  return undefined;
}

function read(text: string, wordStart: number, offset: number, vocabulary: Vocabulary): Cursor {
  const { start, end } = declarationAround(text, wordStart);
  const word = text.slice(wordStart, offset);
  const closing = word.startsWith('"') ? (/^[^"\s{},]*"/.exec(text.slice(offset, end))?.[0].length ?? 0) : 0;
  const wordEnd = offset + closing;
  const before = text.slice(start, wordStart);
  const reader = new CursorReader(vocabulary.topLevel);
  let last: Scanned | undefined;
  // A new line keeps what follows from being read as the value that is missing at the cursor.
  scan(`${before}\n${text.slice(wordEnd, end)}`, vocabulary, {
    token: (token) => {
      if (token.offset < before.length) last = token;
      else reader.pass();
      if (token.kind !== 'comment') reader.read(token);
    },
    error: () => undefined,
  });
  const gap = before.slice(last ? last.offset + last.image.length : 0);
  return {
    ...reader.result(),
    wordStart,
    wordEnd,
    word,
    spaced: gap !== '',
    onNewLine: gap.includes('\n'),
    blockFollows: /^\s*\{/.test(text.slice(wordEnd, end)),
    insideComment: last?.kind === 'comment' && isOpenComment(last, before),
  };
}

function isOpenComment({ image, offset }: Scanned, before: string): boolean {
  if (image.startsWith('/*')) return offset + image.length > before.length || !image.endsWith('*/');
  return !before.slice(offset).includes('\n');
}

type State = Pick<Cursor, 'blocks' | 'vocabulary' | 'begun' | 'expects' | 'key'>;

class CursorReader {
  private readonly blocks: Draft[] = [];
  private begun: string[] = [];
  private last: Scanned | undefined;
  private key: string | undefined;
  /** What stood at the cursor, once it is passed. */
  private atCursor: State | undefined;
  private readonly after: string[] = [];
  private begunAtCursor: string[] | undefined;

  constructor(private readonly topLevel: BlockVocabulary) {}

  private get vocabulary(): BlockVocabulary {
    return this.blocks.at(-1)?.vocabulary ?? this.topLevel;
  }

  /** What is read from now on stands behind the cursor. */
  pass(): void {
    if (this.atCursor) return;
    this.atCursor = this.state();
    this.begunAtCursor = this.begun;
  }

  read(token: Scanned): void {
    const { kind, image } = token;
    const word = unquote(image);
    if (kind === 'keyword' && image === '{') this.open();
    else if (kind === 'keyword' && image === '}') this.close();
    else if (kind === 'keyword' && token.starts) this.begin(word);
    else {
      this.begun.push(word);
      if (this.begunAtCursor === this.begun) this.after.push(word);
      if (kind === 'keyword' && image !== ',') this.key = word;
      else if (image !== ',') this.say(word);
    }
    this.last = token;
  }

  private begin(word: string): void {
    this.begun = [word];
    this.key = word;
    this.say(word);
  }

  private say(word: string): void {
    const said = this.blocks.at(-1)?.said;
    const key = this.begun[0];
    if (!said || key === undefined) return;
    const words = said.get(key);
    if (!words) said.set(key, []);
    else if (this.begun.length > 1) words.push(word);
  }

  private open(): void {
    const [keyword = '', ...header] = this.begun;
    const vocabulary = this.vocabulary.opens.get(keyword) ?? this.vocabulary;
    this.blocks.push({ keyword, header, vocabulary, said: new Map() });
    this.finish();
  }

  private close(): void {
    this.blocks.pop();
    this.finish();
  }

  private finish(): void {
    this.begun = [];
    this.key = undefined;
  }

  result(): State & Pick<Cursor, 'after'> {
    return { ...(this.atCursor ?? this.state()), after: this.after };
  }

  private state(): State {
    const { vocabulary, key } = this;
    return {
      blocks: [...this.blocks],
      vocabulary,
      begun: [...this.begun],
      expects: this.expectation(),
      ...(key !== undefined && { key }),
    };
  }

  private expectation(): Cursor['expects'] {
    if (this.begun.length === 0 || !this.last || this.key === undefined) return 'start';
    const { image, kind } = this.last;
    if (image === ',') return 'item';
    if (image === ':') return 'value';
    if (kind !== 'keyword') return this.needsAnotherWord(this.key) ? 'value' : 'start';
    const use = this.vocabulary.uses.get(image);
    if (use === 'value') return 'value';
    return use === 'flag' ? 'flag' : 'start';
  }

  /** `lease MAC ADDRESS`: two words belong to it, whatever follows; the third may be left out. */
  private needsAnotherWord(key: string): boolean {
    return (this.vocabulary.words.get(key) ?? 1) > 1 && this.begun.length === 2;
  }
}
