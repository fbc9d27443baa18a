/** Where the pages about codes, and the language reference, are: whoever starts the server knows, and says so. */
export class RulePages {
  private base: string | undefined;

  /** @param base URI of the folder of the pages. */
  locate(base: string): void {
    this.base = base.endsWith('/') ? base : `${base}/`;
  }

  /** The place of a heading in the language reference, which lies beside the folder. */
  languageReference(anchor: string): string | undefined {
    return this.base === undefined
      ? undefined
      : `${new URL('../language.md', this.base).toString()}#${anchor}`;
  }

  pageOf(code: string): string | undefined {
    return this.base === undefined ? undefined : `${this.base}${code}.md`;
  }
}
