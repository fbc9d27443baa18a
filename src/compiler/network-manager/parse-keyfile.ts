import type { Parsed } from '../../model/index.js';
import type { Keyfile, KeyfileEntry } from './keyfile.js';

/**
 * Reads a key file by GLib's rules: lines that begin with `#` and empty lines are skipped, groups of one name merge,
 * of two equal keys the later one counts, blanks around the key and before the value do not.
 */
export function parseKeyfile(text: string): Parsed<Keyfile> {
  const sections = new Map<string, Map<string, KeyfileEntry>>();
  let current: Map<string, KeyfileEntry> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const trimmed = line.trimStart();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const group = /^\[([^[\]]+)\]\s*$/.exec(trimmed)?.[1];
    if (group !== undefined) {
      current = sections.get(group) ?? new Map<string, KeyfileEntry>();
      sections.set(group, current);
      continue;
    }
    const pair = /^([^=]*?)[ \t]*=[ \t]*(.*)$/s.exec(trimmed);
    const [key, raw] = [pair?.[1], pair?.[2]];
    if (!current || key === undefined || key === '' || raw === undefined) {
      return {
        ok: false,
        problem: `Line ${index + 1} of the key file is neither a group nor a key with a value.`,
      };
    }
    current.set(key, { key, raw });
  }
  return {
    ok: true,
    value: { sections: [...sections].map(([name, entries]) => ({ name, entries: [...entries.values()] })) },
  };
}
