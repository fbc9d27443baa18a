import { scan, type Scanned } from '../tokens/scanner.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

/** A property or declaration inside of a block, with its comments: as text, and what it begins with. */
export interface Part {
  /** Keyword and what follows it up to the brace: `nic eth0`. */
  readonly keyword: string;
  readonly name: string | undefined;
  /** Comments above and behind it included; without blanks around it. */
  readonly text: string;
  /** What is in its braces, where it has any. */
  readonly block?: BlockText;
  /** What stands before and behind the braces: comments above it, its name; a comment behind it. */
  readonly head: string;
  readonly tail: string;
}

/** A block of the text: `host kvm1 is compute { … }`. */
export interface BlockText {
  readonly parts: readonly Part[];
  /** Comments behind the last part. */
  readonly rest: string;
  /** How it reads without comments and layout: alike blocks have the same. */
  readonly words: string;
}

/**
 * Takes the block of a top-level declaration apart. Comments above a part belong to it, and one behind it on its line.
 *
 * @param text the declaration alone
 */
export function partsOf(text: string, vocabulary: Vocabulary): BlockText {
  const tokens: Scanned[] = [];
  scan(text, vocabulary, { token: (token) => tokens.push(token), error: () => undefined });
  const open = tokens.findIndex(({ image, kind }) => kind === 'keyword' && image === '{');
  return open < 0 ? { parts: [], rest: '', words: '' } : new Splitter(text, tokens).split(open);
}

class Splitter {
  constructor(
    private readonly text: string,
    private readonly tokens: readonly Scanned[],
  ) {}

  /** The parts between the brace at `open` and its partner. */
  split(open: number): BlockText & { readonly close: number } {
    const { tokens } = this;
    const depth = (tokens[open]?.depth ?? 0) + 1;
    const parts: Part[] = [];
    const words: string[] = [];
    let begin: number | undefined;
    let start: number | undefined;
    let i = open + 1;
    const finish = (end: number): void => {
      if (begin === undefined || start === undefined) return;
      parts.push(this.part(start, begin, end));
      begin = undefined;
      start = undefined;
    };
    for (; i < tokens.length; i++) {
      const token = tokens[i];
      if (!token || (token.image === '}' && token.depth < depth)) break;
      if (token.kind === 'comment') {
        const behind = !token.first && token.line === tokens[i - 1]?.endLine && i > open + 1;
        if (behind && begin !== undefined && token.depth === depth) continue;
        if (token.depth === depth) {
          finish(i - 1);
          start ??= i;
        }
        continue;
      }
      words.push(token.image);
      if (token.starts && token.depth === depth) {
        const commented = begin === undefined ? start : undefined;
        finish(i - 1);
        start = commented ?? i;
        begin = i;
      }
    }
    const comments = begin === undefined && start !== undefined ? this.between(start, i - 1) : '';
    finish(i - 1);
    return { parts, rest: comments, words: words.join(' '), close: i };
  }

  private part(start: number, begin: number, end: number): Part {
    const keyword = this.tokens[begin];
    const next = this.tokens[begin + 1];
    const open = this.tokens.findIndex(
      ({ image, kind, depth }, i) =>
        i > begin && i <= end && kind === 'keyword' && image === '{' && depth === keyword?.depth,
    );
    const block = open < 0 ? undefined : this.split(open);
    return {
      keyword: keyword?.image ?? '',
      name: next?.kind === 'word' ? next.image : undefined,
      text: this.between(start, end),
      head: this.between(start, block ? open - 1 : end),
      tail: block ? this.between(block.close + 1, end) : '',
      ...(block && { block }),
    };
  }

  /** Its lines have the indentation that they have to its first one. */
  private between(first: number, last: number): string {
    const [a, b] = [this.tokens[first], this.tokens[last]];
    if (!a || !b || first > last) return '';
    const [line = '', ...others] = this.text.slice(a.offset, b.offset + b.image.length).split('\n');
    const indentation = new RegExp(`^[ \\t]{0,${a.column}}`);
    return [line, ...others.map((each) => each.replace(indentation, ''))].join('\n');
  }
}
