/**
 * Escapes of GLib key files (glib/gkeyfile.c, g_key_file_parse_value_as_string and its reverse): the only ones are
 * `\s \t \n \r \\`, and `\;` inside the items of a list. A NUL cannot be held at all, the text would end
 * there; nor can a form feed, which the reader skips as a blank and nothing escapes.
 */
const UNWRITABLE = /[\0\f\ud800-\udfff]/gu;

/** True when a character of the text must be replaced: the caller says so to the person. */
export const losesInKeyfile = (text: string): boolean => text.search(UNWRITABLE) >= 0;

const ESCAPES: Readonly<Record<string, string>> = {
  ' ': '\\s',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\\': '\\\\',
  ';': '\\;',
};

const UNESCAPES: Readonly<Record<string, string>> = {
  s: ' ',
  t: '\t',
  n: '\n',
  r: '\r',
  '\\': '\\',
  ';': ';',
};

const escape = (character: string): string => ESCAPES[character] ?? character;

/** Blanks at the beginning are escaped, because the reader skips them after the `=`; inside they stay readable. */
export const escapeText = (text: string): string =>
  text
    .replace(UNWRITABLE, '\ufffd')
    .replace(/[\\\n\r]/g, escape)
    .replace(/^[ \t]+/, (blanks) => blanks.replace(/./g, escape));

/** Each item is closed by `;`, the last one too, as GLib writes it. */
export const escapeItems = (items: readonly string[]): string =>
  items.map((item) => `${escapeText(item).replaceAll(';', '\\;')};`).join('');

/** Unknown escapes stay as they are; GLib would refuse the value. */
export const unescapeText = (raw: string): string =>
  raw.replace(/\\(.)/gs, (whole, character: string) => UNESCAPES[character] ?? whole);

/** Items of a list; the `;` after the last one may be missing. */
export function unescapeItems(raw: string): readonly string[] {
  const parts = [...raw.matchAll(/((?:\\.|\\$|[^\\;])*)(;|$)/gs)];
  return parts
    .filter(([, item, end]) => item !== '' || end === ';')
    .map(([, item = '']) => unescapeText(item));
}
