import { readFile, stat } from 'node:fs/promises';
import type { Answers } from './answers.js';
import type { SshConfiguration } from './configuration.js';
import { fingerprintOf, hostKeyOf } from './host-key.js';
import type { SigningKey } from './ssh-client.js';
import { agentKeys, parsePrivateKey, parsePublicKey } from './ssh2-client.js';

/** A key to try. */
export interface Identity {
  /** For the person: where it comes from. */
  readonly label: string;
  /** Unknown as long as an old encrypted file without its `.pub` is locked. */
  readonly publicKey?: Buffer;
  /** Asks for the passphrase when there is one. Rejects, with a reason for the person, when the key cannot be had. */
  readonly unlock: () => Promise<SigningKey>;
}

/**
 * In the order of OpenSSH: keys of the agent that the configuration names, other keys of the agent unless IdentitiesOnly,
 * then keys that are in files alone.
 */
export async function collectIdentities(
  configuration: SshConfiguration,
  answers: Answers,
): Promise<readonly Identity[]> {
  const { identityFiles, identityAgent, identitiesOnly } = configuration;
  const files = (
    await Promise.all(identityFiles.map((path) => identityOf(path, configuration, answers)))
  ).flat();
  const inAgent = identityAgent === undefined ? [] : await agentKeys(identityAgent).catch(() => []);
  const named = files.flatMap(({ publicKey }) =>
    inAgent.filter((key) => publicKey?.equals(key.publicKey) === true),
  );
  const others = identitiesOnly ? [] : inAgent.filter((key) => !named.includes(key));
  return [
    ...[...new Set(named), ...others].map((key) => ({
      label: `key ${key.comment === '' ? fingerprint(key.publicKey) : key.comment} of the agent`,
      publicKey: key.publicKey,
      unlock: () => Promise.resolve(key),
    })),
    ...files.filter(({ publicKey }) => !named.some((key) => publicKey?.equals(key.publicKey) === true)),
  ];
}

const fingerprint = (publicKey: Buffer): string => {
  const key = hostKeyOf(publicKey);
  return key === undefined ? '' : fingerprintOf(key);
};

async function identityOf(
  path: string,
  { batchMode, numberOfPasswordPrompts }: SshConfiguration,
  answers: Answers,
): Promise<readonly Identity[]> {
  const text = await readText(path);
  const publicText = await readText(`${path}.pub`);
  if (text === undefined && publicText === undefined) return [];
  const publicKey =
    parsePublicKey(text ?? '') ?? publicPartOf(text ?? '') ?? parsePublicKey(publicText ?? '');
  const label = `key file ${path}`;
  return [
    {
      label,
      ...(publicKey !== undefined && { publicKey }),
      unlock: async () => {
        if (text === undefined || parsePublicKey(text) !== undefined)
          throw new Error('its private half is neither in the agent nor in a file');
        if (await readableByOthers(path)) throw new Error('others may read the file: run chmod 600 on it');
        const open = parsePrivateKey(text);
        if (open) return open;
        if (!isEncrypted(text)) throw new Error('not a private key that can be read');
        if (batchMode) throw new Error('needs a passphrase, and BatchMode forbids to ask');
        return await unlockWithPassphrase(path, text, answers, numberOfPasswordPrompts);
      },
    },
  ];
}

async function unlockWithPassphrase(
  path: string,
  text: string,
  answers: Answers,
  tries: number,
): Promise<SigningKey> {
  const purpose = `passphrase ${path}`;
  for (let attempt = 0; attempt < tries; attempt++) {
    const prompt = `Passphrase for key ${path}:`;
    const question = { kind: 'passphrase', key: path, prompt, echo: false } as const;
    const passphrase = await answers.secret(purpose, question);
    if (passphrase === undefined) throw new Error('no passphrase was given');
    const key = parsePrivateKey(text, passphrase);
    await answers.passphraseTried(path, passphrase, key !== undefined);
    if (key) return key;
    await answers.forget(purpose, passphrase);
  }
  throw new Error('the passphrase was wrong');
}

const readText = (path: string): Promise<string | undefined> => readFile(path, 'utf8').catch(() => undefined);

/** OpenSSH does not use such a key either; Windows has other means than the mode. */
async function readableByOthers(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const { mode, uid } = await stat(path);
  return uid === process.getuid?.() && (mode & 0o077) !== 0;
}

/** Old formats name the cipher in a header line, `openssh-key-v1` in its first field. */
function isEncrypted(text: string): boolean {
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text)) return true;
  return (fieldsOfPrivate(text)?.cipher ?? 'none') !== 'none';
}

/** The public key, which `openssh-key-v1` files carry in the clear. */
const publicPartOf = (text: string): Buffer | undefined => fieldsOfPrivate(text)?.publicKey;

/** PROTOCOL.key of OpenSSH: magic, cipher, kdf, kdf options, number of keys, public key, … */
function fieldsOfPrivate(text: string): { readonly cipher: string; readonly publicKey: Buffer } | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+)-----END/.exec(text)?.[1];
  const bytes = Buffer.from(body ?? '', 'base64');
  const magic = 'openssh-key-v1\0';
  if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  let position = magic.length;
  const field = (): Buffer | undefined => {
    if (position + 4 > bytes.length) return undefined;
    const end = position + 4 + bytes.readUInt32BE(position);
    const value = end <= bytes.length ? bytes.subarray(position + 4, end) : undefined;
    position = end;
    return value;
  };
  const [cipher] = [field(), field(), field()];
  position += 4;
  const publicKey = field();
  return cipher && publicKey ? { cipher: cipher.toString('latin1'), publicKey } : undefined;
}
