import type { Parsed } from './parsed.js';

/**
 * Words of a rich rule as firewalld splits them: by Python's `shlex.split` (firewall/functions.py, splitArgs). Single
 * quotes keep everything, double quotes all but `\"` and `\\`, a backslash outside keeps the next character.
 */
export function richRuleWords(text: string): Parsed<readonly string[]> {
  const words: string[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const word = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/su.exec(rest)?.[0];
    if (word === undefined) return { ok: false, problem: `a quote is not closed at ${rest}` };
    words.push(
      word.replace(
        /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gsu,
        (_, single?: string, double?: string, plain?: string) =>
          single ?? double?.replace(/\\(["\\])/g, '$1') ?? plain ?? '',
      ),
    );
    const after = rest.slice(word.length);
    rest = after.trimStart();
    if (rest !== '' && rest === after) return { ok: false, problem: `a quote is not closed at ${rest}` };
  }
  return { ok: true, value: words };
}
