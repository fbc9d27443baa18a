/** What a terminal obeys, what turns the direction of text or cannot be seen in it, and halves of characters. */
const UNREADABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text as findings and pictures show it: on one line, one visible character for each, so that no name looks like another. */
export const visibleText = (text: string): string => text.replace(UNREADABLE, '\ufffd');

/** A text as a terminal, a plan or a log shows it: on one line, and what cannot be seen can be told: `\n`, `\u202e`. */
export const escapedText = (text: string): string => text.replace(UNREADABLE, escaped);

/** The same for what has lines of its own, as the output of a program. */
export const escapedLines = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(UNREADABLE, (one) => (one === '\n' || one === '\t' ? one : escaped(one)));

function escaped(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return SHORT[character] ?? (digits.length > 4 ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`);
}
