/** Marks the branch that no member of a discriminated union reaches; the compiler refuses the call when one does. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
