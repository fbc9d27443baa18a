import { scan, type Scanned } from '../tokens/scanner.js';
import type { BlockVocabulary, Vocabulary } from '../tokens/vocabulary.js';
import { unquote } from '../tokens/value-converter.js';

/** A block that is open at the cursor: `bond bond0 {`. */
export interface OpenBlock {
  readonly keyword: string;
  /** Words of the header after the keyword, keywords included: `web1`, `on`, `kvm1`. */
  readonly header: readonly string[];
  readonly vocabulary: BlockVocabulary;
  /** What is already said in the block, by keyword: the words that followed. */
  readonly said: ReadonlyMap<string, readonly string[]>;
}

/** Where the cursor stands, as far as the text before it tells. */
export interface Cursor {
  /** From the outermost to the innermost; empty at the top level. */
  readonly blocks: readonly OpenBlock[];
  readonly vocabulary: BlockVocabulary;
  /** Words of the property or header that was begun, its keyword first; empty when none was. */
  readonly begun: readonly string[];
  /**
   * `value`: something has to follow, · `item`: the next of a list · `flag`: yes or no may follow ·
   * `start`: the property is complete, or none was begun.
   */
  readonly expects: 'value' | 'item' | 'flag' | 'start';
  /** The keyword that the value belongs to. */
  readonly key?: string;
  /** Offset at which the word under the cursor begins. */
  readonly wordStart: number;
  readonly insideComment: boolean;
}

interface Draft {
  readonly keyword: string;
  readonly header: readonly string[];
  readonly vocabulary: BlockVocabulary;
  readonly said: Map<string, string[]>;
}

const WORD_BEFORE = /(?:"[^"\n]*|[^\s{},;="]*)$/;

/** Reads the text up to the word under the cursor; what follows does not matter. */
export function cursorAt(text: string, offset: number, vocabulary: Vocabulary): Cursor {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const wordStart = offset - (WORD_BEFORE.exec(text.slice(lineStart, offset))?.[0].length ?? 0);
  const reader = new CursorReader(vocabulary.topLevel);
  let last: Scanned | undefined;
  scan(text.slice(0, wordStart), vocabulary, {
    token: (token) => {
      last = token;
      if (token.kind !== 'comment') reader.read(token);
    },
    error: () => undefined,
  });
  const insideComment = last?.kind === 'comment' && isOpenComment(last, text, wordStart);
  return { ...reader.result(), wordStart, insideComment };
}

function isOpenComment({ image, offset }: Scanned, text: string, end: number): boolean {
  if (image.startsWith('/*')) return !image.endsWith('*/');
  return !text.slice(offset, end).includes('\n');
}

class CursorReader {
  private readonly blocks: Draft[] = [];
  private begun: string[] = [];
  private last: Scanned | undefined;
  private key: string | undefined;

  constructor(private readonly topLevel: BlockVocabulary) {}

  private get vocabulary(): BlockVocabulary {
    return this.blocks.at(-1)?.vocabulary ?? this.topLevel;
  }

  read(token: Scanned): void {
    const { kind, image } = token;
    const word = unquote(image);
    if (kind === 'keyword' && image === '{') this.open();
    else if (kind === 'keyword' && image === '}') this.close();
    else if (kind === 'keyword' && image === ',') this.begun.push(',');
    else if (kind === 'keyword' && token.starts) {
      this.begun = [word];
      this.key = word;
      this.say(word);
    } else if (kind === 'keyword') {
      this.begun.push(word);
      this.key = word;
    } else {
      this.begun.push(word);
      this.say(word);
    }
    this.last = token;
  }

  private say(word: string): void {
    const said = this.blocks.at(-1)?.said;
    const key = this.begun[0];
    if (!said || key === undefined) return;
    const words = said.get(key);
    if (words) words.push(word);
    else said.set(key, []);
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

  result(): Omit<Cursor, 'wordStart' | 'insideComment'> {
    const { vocabulary, begun, blocks } = this;
    return {
      blocks,
      vocabulary,
      begun,
      expects: this.expectation(),
      ...(this.key !== undefined && { key: this.key }),
    };
  }

  private expectation(): Cursor['expects'] {
    if (this.begun.length === 0 || !this.last) return 'start';
    if (this.last.image === ',') return 'item';
    if (this.last.kind !== 'keyword') return 'start';
    const use = this.vocabulary.uses.get(this.last.image);
    if (use === 'value') return 'value';
    return use === 'flag' ? 'flag' : 'start';
  }
}
