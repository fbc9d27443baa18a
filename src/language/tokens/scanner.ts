import { TYPOGRAPHIC_QUOTES } from './value-converter.js';
import { FLAG_VALUES, type BlockVocabulary, type Vocabulary } from './vocabulary.js';

export type ScannedKind = 'word' | 'keyword' | 'comment';

/** Offsets count UTF-16 code units; lines and columns begin at 0. */
export interface Scanned {
  readonly kind: ScannedKind;
  readonly image: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Column just after the last character. */
  readonly endColumn: number;
  /** Nothing but blanks stands before it on its line. */
  readonly first: boolean;
  /** Set on a keyword that begins a property or a block. */
  readonly starts?: true;
  /** How many blocks are open around it; a brace counts as outside of its block. */
  readonly depth: number;
  /** Set where no value and no property can stand: the grammar rule of the block. */
  readonly stray?: string;
}

export interface ScanError {
  readonly message: string;
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
}

export interface ScanHandler {
  token(token: Scanned): void;
  /** Whether the token was enough: what stands after it is not looked at. */
  isLast?(token: Scanned): boolean;
  error(error: ScanError): void;
}

/** A block that is open, and how far the line that opened it is indented. */
interface OpenBlock {
  readonly vocabulary: BlockVocabulary;
  readonly indent: number;
}

/**
 * Units after a number: `1 Gbit/s`, `64 KiB`, `15 s` are one value. The wrong spellings are here as well, so that the
 * message can be about the unit.
 */
const UNIT =
  /^(?:[kKMGT]?i?(?:bit|bits|b|B|byte|bytes)(?:\/s|ps)?|bps|ms|msec|s|sec|secs|second|seconds|min|m|us)$/;
/** A property has at most six (`bandwidth in … peak … burst … out … peak … burst …`): more are no property. */
const MAX_CONTINUATIONS = 8;
const NUMBER = /^\d+(?:\.\d+)?$/;

/** No word: blanks and controls, and the characters that have a meaning of their own. */
const WORD_END = /[\s{},;="]|\/[/*]/g;
/** As in LSP: a carriage return alone ends a line, too. */
const LINE_END = /\r\n|\r|\n/g;
const BLANK = /[^\S\n]*/y;
/** Blanks of other scripts, and the mark that some editors put at the beginning of a file, are blanks like others. */
const isBlank = (character: string): boolean =>
  character === ' ' || ((character < '!' || character > '~') && /\s/.test(character));
/** What other languages have, and why it is not wanted here; a closing bracket is not said again. */
const SKIPPED: Readonly<Record<string, string>> = {
  ';': 'No semicolon is needed here.',
  '=': 'No equals sign: the value follows the keyword directly.',
  '[': 'No brackets around a list: its items stand behind the keyword, with commas between them.',
};
const STRING = /"(?:[^"\\\r\n]|\\[^\r\n])*("?)/y;
/** As a word processor makes them of straight ones: up to the next such quote, or else as far as a word goes. */
const TYPOGRAPHIC = /[“”„‟«»](?:[^“”„‟«»\r\n]*[“”„‟«»]|[^\s{},]*)/y;

/**
 * Splits a text into words, keywords, punctuation and comments. A word is a keyword only where the grammar can use it,
 * and never directly after a keyword that takes a value on the same line: that is what lets every keyword be a name,
 * and keeps an error where it was made.
 */
export function scan(text: string, { topLevel }: Vocabulary, handler: ScanHandler): void {
  const blocks: OpenBlock[] = [{ vocabulary: topLevel, indent: -1 }];
  let offset = 0;
  let line = 0;
  let lineStart = 0;
  let indent = 0;
  let atLineStart = true;
  /** What the last token lets come: `guest` is a word that ends before a colon. */
  let expected: 'word' | 'flag' | 'item' | 'guest' | 'port' | undefined;
  let expectedLine = 0;
  let opening: BlockVocabulary | undefined;
  /** What can still follow in the property that was begun, and how often something did. */
  let continuations: ReadonlyMap<string, 'once' | 'repeated'> | undefined;
  const continued: string[] = [];
  /** How many words more the last keyword may take. */
  let allowed = 0;
  /** The last token is a value: a comma may follow. */
  let afterValue = false;
  let stopped = false;

  const vocabulary = (): BlockVocabulary => blocks.at(-1)?.vocabulary ?? topLevel;

  function emit(
    kind: ScannedKind,
    end: number,
    { starts = false, stray = false }: { readonly starts?: boolean; readonly stray?: boolean } = {},
  ): void {
    const image = text.slice(offset, end);
    const start = { offset, line, column: offset - lineStart, first: atLineStart };
    if (kind === 'comment') {
      // `matchAll` begins where the last search with the same expression ended.
      LINE_END.lastIndex = 0;
      for (const { index } of image.matchAll(LINE_END)) {
        line++;
        lineStart = offset + index + (image.startsWith('\r\n', index) ? 2 : 1);
      }
    }
    const token: Scanned = {
      kind,
      image,
      ...start,
      endLine: line,
      endColumn: end - lineStart,
      depth: blocks.length - 1,
      ...(starts && { starts }),
      ...(stray && { stray: vocabulary().rule }),
    };
    handler.token(token);
    stopped = handler.isLast?.(token) === true;
    offset = end;
  }

  function fail(message: string, end: number): void {
    handler.error({ message, offset, length: end - offset, line, column: offset - lineStart });
  }

  function expect(what: typeof expected): void {
    expected = what;
    expectedLine = line;
  }

  /** Whether the word is a value, by what stands before it; after a comma also by what follows. */
  function isValue(word: string): boolean {
    if (expected === 'item') return !beginsProperty(word);
    if (expected === undefined || expected === 'flag') return false;
    return expectedLine === line || !blocks.some((block) => block.vocabulary.uses.has(word));
  }

  /** `carries storage` behind a comma, or on a line of its own: nobody meant a device called `carries`. */
  function beginsProperty(word: string): boolean {
    const { uses, starters } = vocabulary();
    if (uses.get(word) !== 'value' || !starters.has(word)) return false;
    BLANK.lastIndex = offset + word.length;
    BLANK.exec(text);
    const next = BLANK.lastIndex;
    if (/^(?:[,{}\r\n]|\/[/*]|$)/.test(text.slice(next, next + 2))) return false;
    // On one line the last item of a list may have such a name, and another property follow.
    if (atLineStart) return true;
    WORD_END.lastIndex = next;
    return !starters.has(text.slice(next, WORD_END.exec(text)?.index ?? text.length));
  }

  /** `[eth0, eth1]` as in YAML; an IPv6 address may stand in brackets. */
  function isListBracket(character: string): boolean {
    if (character !== '[') return character === ']';
    WORD_END.lastIndex = offset;
    return !text.slice(offset, WORD_END.exec(text)?.index ?? text.length).includes(':');
  }

  /**
   * A word that only an outer block knows, at the beginning of a line that is not indented deeper than the line that
   * opened the current block: a closing brace is missing before it.
   */
  function leaveUnclosedBlocks(word: string): void {
    if (!atLineStart || vocabulary().uses.has(word)) return;
    const column = offset - lineStart;
    for (let depth = blocks.length - 1; depth > 0; depth--) {
      const block = blocks[depth];
      if (!block || column > block.indent) return;
      if (blocks[depth - 1]?.vocabulary.starters.has(word)) {
        blocks.length = depth;
        return;
      }
    }
  }

  function endOfWord(): number {
    WORD_END.lastIndex = offset;
    const found = WORD_END.exec(text)?.index ?? text.length;
    const word = text.slice(offset, found);
    const end = word.endsWith(']') && !word.includes('[') ? found - 1 : found;
    if (expected !== 'guest') return end;
    const colon = text.indexOf(':', offset);
    return colon > offset && colon < end ? colon : end;
  }

  function withUnit(end: number): number {
    if (!NUMBER.test(text.slice(offset, end))) return end;
    BLANK.lastIndex = end;
    BLANK.exec(text);
    const start = BLANK.lastIndex;
    if (start === end) return end;
    WORD_END.lastIndex = start;
    const unitEnd = WORD_END.exec(text)?.index ?? text.length;
    return UNIT.test(text.slice(start, unitEnd)) ? unitEnd : end;
  }

  function continuesProperty(word: string): boolean {
    const times = continuations?.get(word);
    if (times === undefined) return false;
    return times === 'repeated' ? continued.length < MAX_CONTINUATIONS : !continued.includes(word);
  }

  function emitValue(end: number): void {
    const guest = expected === 'guest';
    if (expected === undefined || expected === 'flag') allowed--;
    expected = undefined;
    emit('word', end);
    afterValue = true;
    if (guest) expect('port');
  }

  function scanWord(): void {
    const end = endOfWord();
    const word = text.slice(offset, end);
    if (isValue(word)) {
      emitValue(expected === 'guest' ? end : withUnit(end));
      return;
    }
    if (expected === 'flag' && expectedLine === line && FLAG_VALUES.has(word)) {
      expected = undefined;
      emit('keyword', end);
      return;
    }
    leaveUnclosedBlocks(word);
    const current = vocabulary();
    // `via` goes on with a route, and else begins a property of the host.
    const continues = continuesProperty(word);
    const starts = !continues && current.starters.has(word);
    const use = starts || continues ? current.uses.get(word) : undefined;
    if (use === undefined && allowed > 0) {
      emitValue(end);
      return;
    }
    expected = undefined;
    afterValue = false;
    emit(use ? 'keyword' : 'word', end, { starts, stray: use === undefined });
    allowed = (current.words.get(word) ?? 1) - 1;
    if (use === undefined) return;
    if (continues) continued.push(word);
    if (starts) {
      opening = current.opens.get(word);
      continuations = current.continuations.get(word);
      continued.length = 0;
    }
    if (use !== 'bare') expect(word === 'to' ? 'guest' : use === 'value' ? 'word' : 'flag');
  }

  function endOfString(): number {
    STRING.lastIndex = offset;
    const match = STRING.exec(text);
    if (match?.[1] === '') fail('The quoted text has no closing quote on its line.', STRING.lastIndex);
    return STRING.lastIndex;
  }

  function endOfTypographic(): number {
    TYPOGRAPHIC.lastIndex = offset;
    TYPOGRAPHIC.test(text);
    fail('A text stands in straight quotes, "…", not in typographic ones.', TYPOGRAPHIC.lastIndex);
    return TYPOGRAPHIC.lastIndex;
  }

  function scanString(end: number): void {
    if (isValue('') || allowed > 0) emitValue(end);
    else emit('word', end, { stray: true });
  }

  function scanPunctuation(character: string): void {
    if (character === '{') {
      emit('keyword', offset + 1, { stray: opening === undefined });
      blocks.push({ vocabulary: opening ?? vocabulary(), indent });
    } else if (character === '}') {
      const closes = blocks.length > 1;
      if (closes) blocks.pop();
      emit('keyword', offset + 1, { stray: !closes });
    } else emit('keyword', offset + 1, { stray: character === ',' && !afterValue });
    if (character === ',' || character === ':') expect(character === ',' ? 'item' : 'word');
    else {
      expected = undefined;
      opening = undefined;
      continuations = undefined;
    }
    afterValue = false;
    allowed = 0;
  }

  function scanComment(): void {
    if (text.startsWith('//', offset)) {
      LINE_END.lastIndex = offset;
      emit('comment', LINE_END.exec(text)?.index ?? text.length);
      return;
    }
    const close = text.indexOf('*/', offset + 2);
    if (close < 0) fail('The comment has no closing */.', offset + 2);
    emit('comment', close < 0 ? text.length : close + 2);
  }

  const isOver = (): boolean => stopped || offset >= text.length;
  while (!isOver()) {
    const character = text.charAt(offset);
    if (character === '\n' || (character === '\r' && text.charAt(offset + 1) !== '\n')) {
      offset++;
      line++;
      lineStart = offset;
      atLineStart = true;
    } else if (isBlank(character)) offset++;
    else {
      if (atLineStart) indent = offset - lineStart;
      if (character === '/' && (text.charAt(offset + 1) === '/' || text.charAt(offset + 1) === '*'))
        scanComment();
      else {
        if (character === '{' || character === '}' || character === ',') scanPunctuation(character);
        else if (character === ':' && expected === 'port') scanPunctuation(character);
        else if (character === '"') scanString(endOfString());
        else if (TYPOGRAPHIC_QUOTES.includes(character)) scanString(endOfTypographic());
        else if (character === ';' || character === '=' || isListBracket(character)) skip(character);
        else scanWord();
        atLineStart = false;
      }
    }
  }

  function skip(character: string): void {
    const message = SKIPPED[character];
    if (message !== undefined) fail(message, offset + 1);
    offset++;
  }
}
