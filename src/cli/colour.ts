const CODES = { red: 31, green: 32, yellow: 33, blue: 34, grey: 90 } as const;

export type Colour = keyof typeof CODES;

export function paint(text: string, colour: Colour, enabled: boolean): string {
  return enabled ? `\u001b[${CODES[colour]}m${text}\u001b[39m` : text;
}
