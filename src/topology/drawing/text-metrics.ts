/**
 * Widths of the printable ASCII characters in hundredths of the font size, as DejaVu Sans has them. It is the widest
 * of the fonts that pictures are shown in (Segoe UI, Helvetica, Liberation Sans are 8 to 15 % narrower), so that a label
 * that fits by this table fits everywhere, and a layout made without a browser is the same as one made with one.
 */
const WIDTHS: readonly number[] = [
  32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
];
const BOLD_FACTOR = 1.11;
const MONO_WIDTH = 0.61;

export type FontStyle = 'normal' | 'bold' | 'mono';

/** Chinese, Japanese and Korean characters and everything beyond are as wide as they are high. */
const widthOf = (code: number): number =>
  WIDTHS[code - 32] ?? (code >= 0x2e80 ? 100 : code < 32 || (code >= 0x300 && code < 0x370) ? 0 : 70);

/** Pixels. */
export function textWidth(text: string, size: number, style: FontStyle = 'normal'): number {
  let hundredths = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    hundredths += style === 'mono' && code < 0x2e80 ? MONO_WIDTH * 100 : widthOf(code);
  }
  return (hundredths * size * (style === 'bold' ? BOLD_FACTOR : 1)) / 100;
}

/** Shortens in the middle, since both ends of a name tell it from its neighbours. */
export function fitText(text: string, width: number, size: number, style: FontStyle = 'normal'): string {
  if (textWidth(text, size, style) <= width) return text;
  const characters = Array.from(text);
  let keep = characters.length - 1;
  while (keep > 1) {
    const head = Math.ceil(keep / 2);
    const candidate = `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (keep - head)).join('')}`;
    if (textWidth(candidate, size, style) <= width) return candidate;
    keep--;
  }
  return '…';
}
