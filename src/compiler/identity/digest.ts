import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of the UTF-8 bytes of the text, in lower-case hexadecimal: what `sha256sum` prints for the file. */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-1 of bytes. Only for UUIDs of version 5, which are defined by it; nothing here relies on its strength. */
export const sha1Of = (bytes: Uint8Array): Uint8Array => sha1(bytes);
