import type { LexerResult } from 'langium';

export type Token = LexerResult['tokens'][number];

/** Comments in one place beyond this number become one: the parser passes them on as arguments of a call. */
const MAX_COMMENTS_IN_A_ROW = 1_000;
const BATCH = 64;

/**
 * The comments of a text in the order of the text, as the parser wants them: it takes those before each token off the
 * front with `splice`, which for a plain array moves all the rest every time (80,000 comments: seconds). Here only a
 * batch of them is in the array, and the rest follows.
 */
export class HiddenTokens extends Array<Token> {
  private readonly groups: Token[][] = [];
  private nextGroup = 0;

  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** @param tokensBefore how many tokens stand before the comment: those with the same number belong together. */
  add(comment: Token, tokensBefore: number): void {
    if (this.lastTokensBefore !== tokensBefore) this.groups.push([]);
    this.lastTokensBefore = tokensBefore;
    const group = this.groups.at(-1);
    const last = group?.at(-1);
    if (group && last && group.length >= MAX_COMMENTS_IN_A_ROW)
      group[group.length - 1] = joined(last, comment);
    else group?.push(comment);
  }
  private lastTokensBefore = -1;

  /** To be called once, after the last `add`. */
  seal(): this {
    this.refill();
    return this;
  }

  override splice(start: number, deleteCount = 0): Token[] {
    const removed = this.slice(start, start + deleteCount);
    this.copyWithin(start, start + removed.length);
    this.length -= removed.length;
    this.refill();
    return removed;
  }

  private refill(): void {
    while (this.length < BATCH && this.nextGroup < this.groups.length)
      this.push(...(this.groups[this.nextGroup++] ?? []));
  }
}

function joined(first: Token, last: Token): Token {
  return {
    ...first,
    image:
      first.image +
      '\n'.repeat(Math.max(0, last.startOffset - (first.startOffset + first.image.length))) +
      last.image,
    ...(last.endOffset !== undefined && { endOffset: last.endOffset }),
    ...(last.endLine !== undefined && { endLine: last.endLine }),
    ...(last.endColumn !== undefined && { endColumn: last.endColumn }),
  };
}
