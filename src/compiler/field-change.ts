/** A field that differs between what a host shall have and what it has. */
export interface FieldChange {
  /** `section.key` of a keyfile; path of an XML element or attribute. The keys of `Artifact.fieldOrigins`. */
  readonly path: string;
  /** What the host has; absent when it lacks the field. */
  readonly before?: string;
  /** What it shall have; absent when the field is to go. */
  readonly after?: string;
}

/** Compares fields by name: the changes that turn `actual` into `desired`, sorted by path. */
export function compareFields(
  desired: ReadonlyMap<string, string>,
  actual: ReadonlyMap<string, string>,
): readonly FieldChange[] {
  const paths = [...new Set([...desired.keys(), ...actual.keys()])].sort();
  return paths.flatMap((path) => {
    const [before, after] = [actual.get(path), desired.get(path)];
    if (before === after) return [];
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
  });
}
