import type { Origin } from '../../model/index.js';
import type { Placed } from '../placed.js';
import { escapeItems, escapeText } from './keyfile-escapes.js';

/** One line `key=value`. */
export interface KeyfileEntry {
  readonly key: string;
  /** As it stands in the file, escapes included: made by `entry` and `listEntry`, read by `unescapeText` and `unescapeItems`. */
  readonly raw: string;
  readonly origin?: Origin;
}

export interface KeyfileSection {
  readonly name: string;
  /** Written also when nothing stands in it. */
  readonly stays?: true;
  readonly entries: readonly KeyfileEntry[];
}

export interface Keyfile {
  readonly sections: readonly KeyfileSection[];
}

type Value = string | number | boolean | Placed<string | number | boolean>;

const place = (value: Value): Placed<string | number | boolean> =>
  typeof value === 'object' ? value : { value };

/** `key=value`; nothing at all when the value is undefined. */
export function entry(key: string, value: Value | undefined): readonly KeyfileEntry[] {
  if (value === undefined) return [];
  const { value: plain, origin } = place(value);
  return [{ key, raw: escapeText(String(plain)), ...(origin && { origin }) }];
}

/** `key=a;b;`; nothing at all when the list is empty. Its place is that of the first item. */
export function listEntry(key: string, items: readonly Placed<string>[]): readonly KeyfileEntry[] {
  if (items.length === 0) return [];
  const origin = items[0]?.origin;
  return [{ key, raw: escapeItems(items.map(({ value }) => value)), ...(origin && { origin }) }];
}

export const section = (name: string, ...entries: readonly (readonly KeyfileEntry[])[]): KeyfileSection => ({
  name,
  entries: entries.flat(),
});
