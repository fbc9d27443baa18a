import type { Parsed } from './parsed.js';

/** A part of a rule's text, from `start` up to, not including, `end`. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A word without its quotes; the span has them. */
export interface RichRuleWord extends TextSpan {
  readonly text: string;
}

/**
 * Words of a rich rule as firewalld splits them: by Python's `shlex.split` (firewall/functions.py, splitArgs). Single
 * quotes keep everything, double quotes all but `\"` and `\\`, a backslash outside keeps the next character.
 */
export function richRuleWords(text: string): Parsed<readonly RichRuleWord[]> {
  const words: RichRuleWord[] = [];
  let rest = text.trimStart();
  while (rest !== '') {
    const word = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/su.exec(rest)?.[0];
    if (word === undefined) return { ok: false, problem: `a quote is not closed at ${rest}` };
    const start = text.length - rest.length;
    words.push({
      start,
      end: start + word.length,
      text: word.replace(
        /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gsu,
        (_, single?: string, double?: string, plain?: string) =>
          single ?? double?.replace(/\\(["\\])/g, '$1') ?? plain ?? '',
      ),
    });
    const after = rest.slice(word.length);
    rest = after.trimStart();
    if (rest !== '' && rest === after) return { ok: false, problem: `a quote is not closed at ${rest}` };
  }
  return { ok: true, value: words };
}
