import { createHash } from 'node:crypto';

/** A host's public key as it travels: RFC 4253 section 6.6, the type as a string and then the numbers. */
export interface HostKey {
  readonly type: string;
  readonly blob: Buffer;
}

/** What the client can verify, in the order in which it asks for them when no key is known. SHA-1 signatures (`ssh-rsa`) are not among them. */
export const HOST_KEY_ALGORITHMS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;

export type HostKeyAlgorithm = (typeof HOST_KEY_ALGORITHMS)[number];

/** `undefined` when the bytes do not begin with the name of a type. */
export function hostKeyOf(blob: Buffer): HostKey | undefined {
  if (blob.length < 4) return undefined;
  const length = blob.readUInt32BE(0);
  if (length === 0 || length > 64 || blob.length < 4 + length) return undefined;
  return { type: blob.toString('latin1', 4, 4 + length), blob };
}

/** As OpenSSH prints it: `SHA256:` and base64 without padding. */
export function fingerprintOf(key: HostKey): string {
  return `SHA256:${createHash('sha256').update(key.blob).digest('base64').replace(/=+$/, '')}`;
}

/** An RSA key (type `ssh-rsa`) signs by RFC 8332; the others have one algorithm, named as the type. */
export const typeOfAlgorithm = (algorithm: string): string =>
  algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm;

export const isVerifiable = (type: string): boolean =>
  HOST_KEY_ALGORITHMS.some((algorithm) => typeOfAlgorithm(algorithm) === type);

/**
 * Types that are known for the host come first. A server offers the first algorithm that it can, so without this order a
 * host that is known by its RSA key alone would show its ed25519 key and look like another machine.
 */
export function orderAlgorithms(
  preferred: readonly HostKeyAlgorithm[],
  knownTypes: ReadonlySet<string>,
): readonly HostKeyAlgorithm[] {
  const known = preferred.filter((algorithm) => knownTypes.has(typeOfAlgorithm(algorithm)));
  return [...known, ...preferred.filter((algorithm) => !known.includes(algorithm))];
}
