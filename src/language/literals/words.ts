import { didYouMean, suggestionFor } from '../syntax/suggestion.js';
import { problem, value, type Literal } from './literal.js';

/** Any text at all. */
export const anyText: Literal<string> = (text) => value(text);

/** A name: whatever it holds, it is not empty. */
export const nameText: Literal<string> = (text) =>
  text === '' ? problem('A name cannot be empty.') : value(text);

/**
 * One of the given words.
 *
 * @param others what the same is called elsewhere, in small letters: the kernel's numbers, a switch's words.
 */
export function oneOf<const T extends string>(
  what: string,
  words: readonly T[],
  others: Readonly<Record<string, NoInfer<T>>> = {},
): Literal<T> {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return value(found);
    const small = text.toLowerCase();
    const instead =
      words.find((word) => word.toLowerCase() === small) ??
      (Object.hasOwn(others, small) ? others[small] : undefined) ??
      suggestionFor(text, words);
    return problem(`'${text}' is no ${what}; known are ${words.join(', ')}.${didYouMean(instead)}`, instead);
  };
}

const SWITCH: Readonly<Record<string, boolean>> = {
  on: true,
  yes: true,
  up: true,
  off: false,
  no: false,
  down: false,
};

/** `on` or `off`, `yes` or `no`; a cable is also `up` or `down`. */
export const onOrOff: Literal<boolean> = (text) => {
  const found = Object.hasOwn(SWITCH, text) ? SWITCH[text] : undefined;
  return found === undefined ? problem(`'${text}' is neither on nor off.`) : value(found);
};
