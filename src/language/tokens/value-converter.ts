import { type ValueConverter } from 'langium';

/** What word processors make of straight quotes. */
export const TYPOGRAPHIC_QUOTES = '“”„‟«»';

/** The text that a word stands for: quotes removed, `\"` and `\\` resolved, other backslashes kept as they are. */
export function unquote(image: string): string {
  if (TYPOGRAPHIC_QUOTES.includes(image.charAt(0))) return image.replace(/^[“”„‟«»]|[“”„‟«»]$/g, '');
  if (!image.startsWith('"')) return image;
  const inner = image.length > 1 && image.endsWith('"') ? image.slice(1, -1) : image.slice(1);
  return inner.replace(/\\(["\\])/g, '$1');
}

/** How a name has to be written: in quotes, unless it is letters, digits, `_ - .` and begins with a letter. */
export function quoteIfNeeded(name: string): string {
  return isPlainName(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

export const isPlainName = (name: string): boolean => /^\p{L}[\p{L}\p{N}_.-]*$/u.test(name);

export class KvmnetValueConverter implements ValueConverter {
  convert(input: string): string {
    return unquote(input);
  }
}
