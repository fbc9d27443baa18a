/** Values come from hosts and files: control characters must not move the cursor of a terminal. */
export function shownValue(value: string | undefined): string {
  const text = value ?? '(none)';
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}
