/**
 * Guards: what comes from a host or a file is `unknown` until one of these has looked at all of it. They rebuild the value,
 * so that nothing unlooked-at travels along.
 */
export type Guard<T> = (value: unknown) => Accepted<T> | undefined;

/** Wrapped, because `undefined` is itself a value that an optional field may have. */
export interface Accepted<T> {
  readonly value: T;
}

const accepted = <T>(value: T): Accepted<T> => ({ value });

export const aString: Guard<string> = (value) => (typeof value === 'string' ? accepted(value) : undefined);
export const aNumber: Guard<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? accepted(value) : undefined;
export const aBoolean: Guard<boolean> = (value) => (typeof value === 'boolean' ? accepted(value) : undefined);

export function oneOf<const T extends string | number>(...values: readonly T[]): Guard<T> {
  return (value) => {
    const found = values.find((candidate) => candidate === value);
    return found === undefined ? undefined : accepted(found);
  };
}

export function listOf<T>(item: Guard<T>): Guard<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return undefined;
    const items: T[] = [];
    for (const entry of value) {
      const result = item(entry);
      if (!result) return undefined;
      items.push(result.value);
    }
    return accepted(items);
  };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function mapOf<T>(item: Guard<T>): Guard<Readonly<Record<string, T>>> {
  return (value) => {
    if (!isRecord(value)) return undefined;
    const entries: (readonly [string, T])[] = [];
    for (const [key, entry] of Object.entries(value)) {
      const result = item(entry);
      if (!result) return undefined;
      entries.push([key, result.value]);
    }
    return accepted(Object.fromEntries(entries));
  };
}

/** A field that may be missing; the rebuilt object then misses it too. */
export const optional =
  <T>(guard: Guard<T>): Guard<T | undefined> =>
  (value) =>
    value === undefined ? accepted(undefined) : guard(value);

type Fields<T> = { readonly [K in keyof T]-?: Guard<undefined extends T[K] ? T[K] | undefined : T[K]> };

export function anObject<T extends object>(fields: Fields<T>): Guard<T> {
  const guards = Object.entries(fields) as readonly (readonly [string, Guard<unknown>])[];
  return (value) => {
    if (!isRecord(value)) return undefined;
    const entries: (readonly [string, unknown])[] = [];
    for (const [key, guard] of guards) {
      const result = guard(Object.hasOwn(value, key) ? value[key] : undefined);
      if (!result) return undefined;
      if (result.value !== undefined) entries.push([key, result.value]);
    }
    // Every field has passed the guard that T asks of it, and no other is in it.
    return accepted(Object.fromEntries(entries) as T);
  };
}

/** The first that accepts. */
export function anyOf<T>(...guards: readonly Guard<T>[]): Guard<T> {
  return (value) => {
    for (const guard of guards) {
      const result = guard(value);
      if (result) return result;
    }
    return undefined;
  };
}

/** undefined when the text is no JSON or the guard refuses it. */
export function parseJson<T>(text: string, guard: Guard<T>): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return guard(value)?.value;
  } catch {
    return undefined;
  }
}
