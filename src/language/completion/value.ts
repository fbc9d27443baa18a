/** Something that may stand where the cursor is. */
export interface Value {
  readonly name: string;
  /** A few words beside it. */
  readonly detail?: string;
  /** What it means, in Markdown. */
  readonly documentation?: string;
  /** The name of something that is declared: it is quoted where it has to be. */
  readonly reference?: true;
  /** Inserted instead of the name: a snippet in the syntax of LSP. */
  readonly snippet?: string;
  /** Something has to follow it: it is asked for at once. */
  readonly goesOn?: true;
}

export const words = (names: readonly string[], detail?: string): readonly Value[] =>
  names.map((name) => ({ name, ...(detail !== undefined && { detail }) }));

export const described = (list: Readonly<Record<string, string>>): readonly Value[] =>
  Object.entries(list).map(([name, detail]) => ({ name, detail }));
