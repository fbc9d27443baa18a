/** What a word turned out to mean, or a sentence about why it means nothing here. */
export type Reading<T> =
  | { readonly value: T }
  /** `instead` is what was probably meant. */
  | { readonly problem: string; readonly instead?: string };

/** Reads one word of the text. Total: any text gives a value or a problem. */
export type Literal<T> = (text: string) => Reading<T>;

export const value = <T>(read: T): Reading<T> => ({ value: read });

export const problem = (
  sentence: string,
  instead?: string,
): { readonly problem: string; readonly instead?: string } => ({
  problem: sentence,
  ...(instead !== undefined && { instead }),
});
