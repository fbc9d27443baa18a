/** Says whether a value from another process is what it should be. Never throws, never changes the value. */
export type Guard<T> = (value: unknown) => value is T;

/** A property that may be missing, but is not `undefined`: JSON knows no such value. */
export interface OptionalGuard<T> {
  readonly optional: Guard<T>;
}

/** For each property its guard; the compiler refuses a shape that forgets one, or treats an optional one as required. */
export type Shape<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K>
    ? OptionalGuard<Exclude<T[K], undefined>>
    : Guard<T[K]>;
};

export const isString: Guard<string> = (value) => typeof value === 'string';
export const isBoolean: Guard<boolean> = (value) => typeof value === 'boolean';
export const isFiniteNumber: Guard<number> = (value): value is number => Number.isFinite(value);
/** 0, 1, 2 …, small enough to be exact. */
export const isCount: Guard<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

export const optional = <T>(guard: Guard<T>): OptionalGuard<T> => ({ optional: guard });

export const literal =
  <const T extends string | number | boolean>(...allowed: readonly T[]): Guard<T> =>
  (value): value is T =>
    allowed.some((candidate) => candidate === value);

export const arrayOf =
  <T>(guard: Guard<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((item) => guard(item));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordOf =
  <T>(guard: Guard<T>): Guard<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every((item) => guard(item));

/** Properties that the shape does not know are let through: the other end may be newer. */
export function shaped<T>(shape: Shape<T>): Guard<T> {
  const required: [string, Guard<unknown>][] = [];
  const missable: [string, Guard<unknown>][] = [];
  for (const [key, guard] of Object.entries<Guard<unknown> | OptionalGuard<unknown>>(shape)) {
    if (typeof guard === 'function') required.push([key, guard]);
    else missable.push([key, guard.optional]);
  }
  return (value): value is T =>
    isRecord(value) &&
    required.every(([key, guard]) => Object.hasOwn(value, key) && guard(value[key])) &&
    missable.every(([key, guard]) => !Object.hasOwn(value, key) || guard(value[key]));
}

type Variants<T extends Readonly<Record<K, string>>, K extends string> = {
  readonly [V in T[K]]: Guard<Extract<T, Readonly<Record<K, V>>>>;
};

/** A discriminated union: which guard applies is said by one property. */
export const variant =
  <T extends Readonly<Record<K, string>>, K extends string>(key: K, variants: Variants<T, K>): Guard<T> =>
  (value): value is T => {
    if (!isRecord(value)) return false;
    const name = value[key];
    if (typeof name !== 'string' || !Object.hasOwn(variants, name)) return false;
    return (variants as Readonly<Record<string, Guard<unknown>>>)[name]?.(value) ?? false;
  };

export const either =
  <A, B>(a: Guard<A>, b: Guard<B>): Guard<A | B> =>
  (value): value is A | B =>
    a(value) || b(value);
