/** Red, green, blue 0–255. */
export type Rgb = readonly [number, number, number];

/** `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)`, `rgba(…)`: the forms in which VS Code gives theme colours. */
export function parseColour(text: string, under: Rgb): Rgb | undefined {
  const value = text.trim();
  const hex = /^#([\da-f]{3,8})$/i.exec(value)?.[1];
  if (hex !== undefined) return parseHex(hex, under);
  const parts = /^rgba?\(([^)]*)\)$/i
    .exec(value)?.[1]
    ?.split(/[\s,/]+/)
    .filter((part) => part !== '');
  if (!parts || parts.length < 3) return undefined;
  const [r, g, b] = parts.slice(0, 3).map(Number);
  const alpha =
    parts[3] === undefined ? 1 : parts[3].endsWith('%') ? parseFloat(parts[3]) / 100 : Number(parts[3]);
  if (r === undefined || g === undefined || b === undefined || [r, g, b, alpha].some(Number.isNaN)) {
    return undefined;
  }
  return mix(under, [r, g, b], alpha);
}

function parseHex(hex: string, under: Rgb): Rgb | undefined {
  const digits = hex.length <= 4 ? hex.replace(/./g, '$&$&') : hex;
  if (digits.length !== 6 && digits.length !== 8) return undefined;
  const at = (index: number): number => Number.parseInt(digits.slice(index, index + 2), 16);
  const alpha = digits.length === 8 ? at(6) / 255 : 1;
  return mix(under, [at(0), at(2), at(4)], alpha);
}

/** `amount` 0 is all of `a`, 1 all of `b`. */
export const mix = (a: Rgb, b: Rgb, amount: number): Rgb => [
  a[0] + (b[0] - a[0]) * amount,
  a[1] + (b[1] - a[1]) * amount,
  a[2] + (b[2] - a[2]) * amount,
];

export const toCss = (colour: Rgb): string => `rgb(${colour.map(Math.round).join(', ')})`;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

/** WCAG 2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** The colour, moved towards black or white until it can be told from what it stands on. */
export function withContrast(colour: Rgb, on: Rgb, least: number): Rgb {
  const towards = contrast(WHITE, on) > contrast(BLACK, on) ? WHITE : BLACK;
  for (let step = 0; step <= 10; step++) {
    const candidate = mix(colour, towards, step / 10);
    if (contrast(candidate, on) >= least) return candidate;
  }
  return towards;
}

export const isDark = (colour: Rgb): boolean => luminance(colour) < 0.2;
