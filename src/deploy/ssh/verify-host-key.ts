import { failure, success, type Result } from '../failure.js';
import type { Interaction } from '../session.js';
import type { Answers } from './answers.js';
import type { SshConfiguration } from './configuration.js';
import {
  fingerprintOf,
  HOST_KEY_ALGORITHMS,
  orderAlgorithms,
  typeOfAlgorithm,
  type HostKey,
  type HostKeyAlgorithm,
} from './host-key.js';
import { knownHostName } from './host-name-pattern.js';
import { judgeHostKey, knownTypes, readKnownHosts, type HostKeyVerdict } from './known-hosts.js';
import type { KnownHostLine } from './known-hosts-file.js';
import { rememberHostKey } from './remember-host-key.js';
import { checkRevocation } from './revoked-host-keys.js';

export interface HostKeyVerifier {
  readonly algorithms: readonly HostKeyAlgorithm[];
  /** Fails with one of the codes that begin with `host-key-`, or `known-hosts-not-written`. */
  verify(key: HostKey): Promise<Result<HostKey>>;
}

/** The names under which known_hosts may have the key of a host, its own first. */
export function namesOf({ hostName, port, hostKeyAlias }: SshConfiguration): readonly string[] {
  if (hostKeyAlias !== undefined) return [hostKeyAlias.toLowerCase()];
  return port === 22
    ? [knownHostName(hostName, 22)]
    : [knownHostName(hostName, port), knownHostName(hostName, 22)];
}

/** For a host that proved itself before: this key and no other, whatever known_hosts says by now. */
export function expectHostKey(host: string, expected: HostKey): HostKeyVerifier {
  return {
    algorithms: HOST_KEY_ALGORITHMS.filter((algorithm) => typeOfAlgorithm(algorithm) === expected.type),
    verify: (key) =>
      Promise.resolve(
        key.blob.equals(expected.blob)
          ? success(key)
          : failure(
              'host-key-changed',
              `What answers as ${host} now shows the key ${fingerprintOf(key)}; a moment ago it was ${fingerprintOf(expected)}.`,
              'Another machine has this address, or the host got new keys. Find out which before you connect again.',
            ),
      ),
  };
}

/** By known_hosts, and by the person where that says nothing. */
export async function knownHostsVerifier(
  host: string,
  configuration: SshConfiguration,
  answers: Answers,
): Promise<HostKeyVerifier> {
  const names = namesOf(configuration);
  const files = [...configuration.userKnownHostsFiles, ...configuration.globalKnownHostsFiles];
  const read = (): Promise<readonly KnownHostLine[]> => readKnownHosts(files);
  return {
    algorithms: orderAlgorithms(configuration.hostKeyAlgorithms, knownTypes(await read(), names)),
    verify: async (key) => {
      const { revokedHostKeys } = configuration;
      const listed =
        revokedHostKeys === undefined ? success(key) : await checkRevocation(host, revokedHostKeys, key);
      if (!listed.ok) return listed;
      const decide = async (unknown: () => Promise<Result<HostKey>>): Promise<Result<HostKey>> => {
        const verdict = judgeHostKey(await read(), names, key);
        switch (verdict.kind) {
          case 'known':
            return success(key);
          case 'unknown':
            return await unknown();
          case 'revoked':
          case 'changed':
          case 'authority-only':
            return refuse(host, key, verdict);
        }
      };
      // Looked up again when the person's turn comes: another connection may have asked about the same host.
      const ask = (): Promise<Result<HostKey>> =>
        answers.inTurn((interaction) =>
          decide(() => acceptUnknown(host, names[0] ?? host, key, configuration, interaction)),
        );
      return await decide(ask);
    },
  };
}

async function acceptUnknown(
  host: string,
  name: string,
  key: HostKey,
  configuration: SshConfiguration,
  interaction: Interaction,
): Promise<Result<HostKey>> {
  const { strictHostKeyChecking, batchMode, userKnownHostsFiles, hashKnownHosts } = configuration;
  const shown = `${key.type} ${fingerprintOf(key)}`;
  const unknown = (why: string): Result<never> =>
    failure(
      'host-key-unknown',
      `The key of ${host} (${shown}) is not in known_hosts${why}.`,
      `Compare it with "ssh-keygen -lf /etc/ssh/ssh_host_${shortType(key)}_key.pub" on the console of the host, then accept it.`,
      `looked up as ${name}`,
    );
  if (strictHostKeyChecking === 'yes') return unknown(', and StrictHostKeyChecking is yes');
  if (strictHostKeyChecking === 'ask') {
    if (batchMode) return unknown(', and BatchMode forbids to ask');
    const question = { name, keyType: key.type, fingerprint: fingerprintOf(key) };
    if (!(await interaction.acceptHostKey(question))) return unknown(' and was not accepted');
  }
  const [file] = userKnownHostsFiles;
  if (file === undefined || file === '/dev/null') return success(key);
  try {
    await rememberHostKey(file, name, key, { hashed: hashKnownHosts });
  } catch (error) {
    return failure(
      'known-hosts-not-written',
      `The key of ${host} was accepted but cannot be written to ${file}.`,
      'Make the file writable for you, or name another one with UserKnownHostsFile.',
      String(error),
    );
  }
  return success(key);
}

function refuse(
  host: string,
  key: HostKey,
  { kind, line }: Extract<HostKeyVerdict, { readonly line: KnownHostLine }>,
): Result<never> {
  const shown = `${key.type} ${fingerprintOf(key)}`;
  const place = `${line.file}:${line.line}`;
  switch (kind) {
    case 'revoked':
      return failure(
        'host-key-revoked',
        `${host} shows a key that is revoked (${shown}): ${place} says so.`,
        'Do not connect. The host needs a new key; whoever revoked this one knows why.',
      );
    case 'changed':
      return failure(
        'host-key-changed',
        `${host} shows the key ${shown}, but ${place} has another one: ${line.key.type} ${fingerprintOf(line.key)}.`,
        `Find out on the console of the host whether it got a new key. If it did, remove line ${line.line} of ${line.file}; if not, somebody is in between.`,
      );
    case 'authority-only':
      return failure(
        'host-key-certificate',
        `${place} trusts ${host} by certificates of an authority, which cannot be checked here; the plain key ${shown} is not in known_hosts.`,
        'Check the key once with OpenSSH, then add its line to known_hosts.',
      );
  }
}

const shortType = ({ type }: HostKey): string =>
  type === 'ssh-rsa' ? 'rsa' : type === 'ssh-ed25519' ? 'ed25519' : 'ecdsa';
