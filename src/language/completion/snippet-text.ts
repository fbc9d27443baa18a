/** Writes the snippets of LSP: whatever stands in a name, it stays text. */
export const literally = (text: string): string => text.replace(/[\\$}]/g, '\\$&');

/** A place to stop at, with what is most likely meant. */
export const stop = (number: number, text: string): string =>
  text === '' ? `$${number}` : `\${${number}:${literally(text)}}`;

/** A place to stop at with several answers; the first is there already. */
export function choice(number: number, answers: readonly string[]): string {
  const [only] = answers;
  return answers.length < 2 ? stop(number, only ?? '') : `\${${number}|${answers.map(inChoice).join(',')}|}`;
}

const inChoice = (text: string): string => text.replace(/[\\,|$}]/g, '\\$&');

const STOP =
  /\\([\\$},|])|\$\d+|\$\{\d+\}|\$\{\d+:((?:\\.|[^}\\])*)\}|\$\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}/g;

/** What a snippet looks like when every stop is left as it is. */
export const plainText = (snippet: string): string =>
  snippet.replace(
    STOP,
    (_, escaped?: string, held?: string, first?: string) =>
      escaped ?? (held ?? first ?? '').replace(/\\(.)/g, '$1'),
  );
