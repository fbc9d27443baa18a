/**
 * The one place where arguments become the text that sshd hands to the login shell. Every word is quoted: a word that needs
 * no quotes for its letters may still be a reserved word, an assignment or an alias.
 *
 * @param argv without NUL, which no argument of a program can hold
 */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}
