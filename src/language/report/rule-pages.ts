/** Where the pages about codes are: whoever starts the server knows, and says so. */
export class RulePages {
  private base: string | undefined;

  /** @param base URI of the folder of the pages. */
  locate(base: string): void {
    this.base = base.endsWith('/') ? base : `${base}/`;
  }

  pageOf(code: string): string | undefined {
    return this.base === undefined ? undefined : `${this.base}${code}.md`;
  }
}
