import { scan, type Scanned } from '../tokens/scanner.js';
import type { Vocabulary } from '../tokens/vocabulary.js';

/** A piece of the text: offsets in UTF-16 code units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A block with its braces; `owner` is the keyword that opened it. */
export interface Block {
  readonly owner: Scanned;
  readonly close: Scanned;
}

/** How a text is built, from its words alone: it stays true while the text is broken. */
export interface TextOutline {
  readonly tokens: readonly Scanned[];
  readonly blocks: readonly Block[];
  /** Lists of values, properties, contents of blocks, blocks: whatever a person means as one thing. */
  readonly spans: readonly Span[];
  /** Comments that belong together: one over several lines, or line comments directly below each other. */
  readonly comments: readonly (readonly Scanned[])[];
}

export function outlineOf(text: string, vocabulary: Vocabulary): TextOutline {
  const reader = new OutlineReader();
  scan(text, vocabulary, { token: (token) => reader.read(token), error: () => undefined });
  return reader.result();
}

export const endOf = ({ offset, image }: Scanned): number => offset + image.length;

/** What is open at one depth. */
interface Level {
  first?: Scanned;
  last?: Scanned;
  /** The keyword of the property that was begun. */
  property?: Scanned | undefined;
  list?: { readonly first: Scanned; last: Scanned } | undefined;
  afterComma: boolean;
}

class OutlineReader {
  private readonly tokens: Scanned[] = [];
  private readonly blocks: Block[] = [];
  private readonly spans: Span[] = [];
  private readonly comments: Scanned[][] = [];
  private readonly levels: Level[] = [{ afterComma: false }];
  /** By the line that follows it: where the documentation of a declaration begins. */
  private readonly documentation = new Map<number, number>();

  read(token: Scanned): void {
    this.tokens.push(token);
    if (token.kind === 'comment') {
      this.readComment(token);
      return;
    }
    while (this.levels.length - 1 > token.depth) this.close(token.image === '}' ? token : undefined);
    const level = this.level;
    if (token.image === '}') {
      level.last = token;
      return;
    }
    if (token.starts) this.beginProperty(token);
    if (token.image === ',') level.afterComma = true;
    else if (token.kind === 'word') this.readValue(token);
    else this.endList();
    level.first ??= token;
    level.last = token;
    if (token.image === '{') this.levels.push({ afterComma: false });
  }

  result(): TextOutline {
    while (this.levels.length > 1) this.close(undefined);
    this.endProperty();
    return { tokens: this.tokens, blocks: this.blocks, spans: this.spans, comments: this.comments };
  }

  private get level(): Level {
    const level = this.levels.at(-1);
    if (level) return level;
    const outermost = { afterComma: false };
    this.levels.push(outermost);
    return outermost;
  }

  private readComment(token: Scanned): void {
    const run = this.comments.at(-1);
    const previous = run?.at(-1);
    const joins =
      previous?.image.startsWith('//') === true &&
      token.image.startsWith('//') &&
      token.first &&
      previous.first &&
      previous.line + 1 === token.line;
    if (joins) run?.push(token);
    else this.comments.push([token]);
    if (!token.first || !token.image.startsWith('///')) return;
    this.documentation.set(token.line + 1, this.documentation.get(token.line) ?? token.offset);
  }

  private readValue(token: Scanned): void {
    const { level } = this;
    if (level.afterComma && level.list) level.list.last = token;
    else {
      this.endList();
      level.list = { first: token, last: token };
    }
    level.afterComma = false;
  }

  private beginProperty(token: Scanned): void {
    this.endProperty();
    this.level.property = token;
  }

  private endList(): void {
    const { level } = this;
    if (level.list && level.list.first !== level.list.last)
      this.spans.push({ start: level.list.first.offset, end: endOf(level.list.last) });
    level.list = undefined;
    level.afterComma = false;
  }

  private endProperty(): void {
    const { level } = this;
    this.endList();
    if (level.property && level.last) this.add(level.property, level.last);
    level.property = undefined;
  }

  /** Ends the innermost block, with its brace or where the next text shows that it is missing. */
  private close(brace: Scanned | undefined): void {
    this.endProperty();
    const inner = this.levels.pop();
    if (inner?.first && inner.last) this.spans.push({ start: inner.first.offset, end: endOf(inner.last) });
    const end = brace ?? inner?.last;
    const { level } = this;
    const owner = level.property;
    if (owner && brace) this.blocks.push({ owner, close: brace });
    this.endList();
    if (owner && end) this.add(owner, end);
    level.property = undefined;
    if (end) level.last = end;
  }

  private add(first: Scanned, last: Scanned): void {
    const end = endOf(last);
    this.spans.push({ start: first.offset, end });
    const documentation = first.first ? this.documentation.get(first.line) : undefined;
    if (documentation !== undefined) this.spans.push({ start: documentation, end });
  }
}
