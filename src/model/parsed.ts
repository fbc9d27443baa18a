/** What came of reading text that others may have written. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  /** `problem` is a sentence for the person. */
  | { readonly ok: false; readonly problem: string };
