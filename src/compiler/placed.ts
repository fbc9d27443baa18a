import type { Origin, Sourced } from '../model/index.js';

/** A value for a file, with the place in the text that decides it where there is one. */
export interface Placed<T> {
  readonly value: T;
  readonly origin?: Origin;
}

export const placed = <T, U>(sourced: Sourced<T>, express: (value: T) => U): Placed<U> => ({
  value: express(sourced.value),
  origin: sourced.origin,
});

export const placedOptional = <T, U>(
  sourced: Sourced<T> | undefined,
  express: (value: T) => U,
): Placed<U> | undefined => sourced && placed(sourced, express);
