import { readFile } from 'node:fs/promises';
import { failure, success, type Result } from '../failure.js';
import type { HostKey } from './host-key.js';

/** First bytes of a revocation list in binary form, PROTOCOL.krl of OpenSSH. */
const KRL_MAGIC = 'SSHKRL\n\0';

/**
 * RevokedHostKeys: a file of public keys, one a line. Fails with `host-key-revoked`, and, as OpenSSH, refuses every key
 * where the list is named but cannot be read: `host-key-revocation`.
 */
export async function checkRevocation(host: string, file: string, key: HostKey): Promise<Result<HostKey>> {
  let text: string;
  try {
    text = await readFile(file, 'latin1');
  } catch (error) {
    return failure(
      'host-key-revocation',
      `The list of revoked host keys ${file} cannot be read, so no key of ${host} can be trusted.`,
      'Make the file readable, or take RevokedHostKeys out of the configuration.',
      String(error),
    );
  }
  if (text.startsWith(KRL_MAGIC))
    return failure(
      'host-key-revocation',
      `The list of revoked host keys ${file} is in binary form (KRL), which cannot be checked here.`,
      'Give RevokedHostKeys a text file with one public key a line.',
    );
  const encoded = key.blob.toString('base64');
  const line = text.split('\n').findIndex((content) => content.split(/\s+/).includes(encoded));
  return line < 0
    ? success(key)
    : failure(
        'host-key-revoked',
        `${host} shows a key that is revoked: ${file}:${line + 1} says so.`,
        'Do not connect. The host needs a new key; whoever revoked this one knows why.',
      );
}
