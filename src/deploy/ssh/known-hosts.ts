import { readFile } from 'node:fs/promises';
import { isVerifiable, type HostKey } from './host-key.js';
import { namesMatch } from './host-name-pattern.js';
import { parseKnownHosts, type KnownHostLine } from './known-hosts-file.js';

/** What known_hosts says about a key that a host showed. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked' | 'changed' | 'authority-only'; readonly line: KnownHostLine };

/** A file that is missing or not readable counts as empty, as it does for OpenSSH. */
export async function readKnownHosts(files: readonly string[]): Promise<readonly KnownHostLine[]> {
  const parsed = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(file, 'utf8').catch(() => '');
      return parseKnownHosts(text, file);
    }),
  );
  return parsed.flat();
}

/**
 * @param names the name of the host, then (where it has a port) the name without it: OpenSSH takes a key that is known
 * there as known too, but never takes one there for a sign of change.
 */
export function judgeHostKey(
  lines: readonly KnownHostLine[],
  names: readonly string[],
  key: HostKey,
): HostKeyVerdict {
  const [own = ''] = names;
  const matching = lines.filter((line) => names.some((name) => namesMatch(line.names, name)));
  const same = matching.filter((line) => line.key.blob.equals(key.blob));
  const revoked = same.find(({ marker }) => marker === 'revoked');
  if (revoked) return { kind: 'revoked', line: revoked };
  if (same.some(({ marker }) => marker === undefined)) return { kind: 'known' };
  const ofHost = matching.filter((line) => namesMatch(line.names, own));
  // Stricter than OpenSSH, which asks about a key of a type that it has not seen: known types are asked for first, so a
  // server that shows another type has lost its known key, or is another server.
  const old =
    ofHost.find((line) => line.marker === undefined && line.key.type === key.type) ??
    ofHost.find((line) => line.marker === undefined && isVerifiable(line.key.type));
  if (old) return { kind: 'changed', line: old };
  const authority = ofHost.find(({ marker }) => marker === 'cert-authority');
  return authority ? { kind: 'authority-only', line: authority } : { kind: 'unknown' };
}

/** Types of plain keys that would be recognised. */
export function knownTypes(lines: readonly KnownHostLine[], names: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines
      .filter(({ marker }) => marker === undefined)
      .filter((line) => names.some((name) => namesMatch(line.names, name)))
      .map(({ key }) => key.type),
  );
}
