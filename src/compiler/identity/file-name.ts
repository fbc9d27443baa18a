import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256Hex } from './digest.js';

/** NAME_MAX is 255 bytes; this leaves room for `.nmconnection` and for the suffix of a temporary file. */
const LONGEST = 200;

/**
 * The name as one component of a path. Letters, digits, `_`, `-` and inner dots stay; every other byte becomes `%XX`,
 * and so does a leading dot, which would hide the file (NetworkManager ignores hidden files, nm-keyfile.c), or climb.
 * No two names share a component: what is too long keeps its beginning and ends in a digest of the whole.
 */
export function fileNameOf(name: string): string {
  const escaped = Array.from(name)
    .map((character, at) =>
      /^[\w-]$/.test(character) || (character === '.' && at > 0)
        ? character
        : bytesToHex(utf8ToBytes(character)).toUpperCase().replace(/../g, '%$&'),
    )
    .join('');
  if (escaped === '') return '%';
  return escaped.length <= LONGEST ? escaped : `${escaped.slice(0, LONGEST - 66)}%%${sha256Hex(name)}`;
}
