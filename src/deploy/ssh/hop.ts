import type { Duplex } from 'node:stream';
import { failure, success, type Failure, type Result } from '../failure.js';
import type { Answers } from './answers.js';
import type { Attempt } from './attempt.js';
import { Authentication } from './authentication.js';
import type { SshConfiguration } from './configuration.js';
import { Deadline } from './deadline.js';
import { messageOf } from './gone.js';
import type { HostKey } from './host-key.js';
import type { SshClient } from './ssh-client.js';
import { openClient } from './ssh2-client.js';
import { expectHostKey, knownHostsVerifier } from './verify-host-key.js';

export interface HopOptions {
  /** For sentences. */
  readonly host: string;
  readonly configuration: SshConfiguration;
  /** Opens the stream that the handshake goes over. */
  readonly open: () => Promise<Result<Duplex>>;
  readonly answers: Answers;
  /** The key that the host showed before. */
  readonly expected?: HostKey;
  /** Milliseconds that each answer of the server may take. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

export interface OpenHop {
  readonly client: SshClient;
  readonly hostKey: HostKey;
}

/** A connection to one machine: stream, handshake, host key and authentication. Nothing stays open when it fails. */
export async function openHop(options: HopOptions): Promise<Result<OpenHop>> {
  const { host, configuration, answers, expected, timeout, signal } = options;
  const verifier =
    expected === undefined
      ? await knownHostsVerifier(host, configuration, answers)
      : expectHostKey(host, expected);
  const ended = new AbortController();
  const authentication = new Authentication(configuration, answers, AbortSignal.any([signal, ended.signal]));
  // Opened last and taken over in the same moment: what happens to a stream while nobody listens is never heard of.
  const stream = await options.open();
  if (!stream.ok) return stream;
  const socket = stream.value;
  const stalled = new AbortController();
  const deadline = new Deadline(timeout, () => stalled.abort());
  const verdicts: Result<HostKey>[] = [];
  try {
    const client = await openClient(
      {
        socket,
        user: configuration.user,
        hostKeyAlgorithms: verifier.algorithms,
        verifyHostKey: async (key) => {
          const verdict = await deadline.whilePaused(() => verifier.verify(key));
          verdicts.push(verdict);
          return verdict.ok;
        },
        nextAttempt: async (possible, partial) => {
          const attempt = await deadline.whilePaused(() => authentication.next(possible, partial));
          return attempt && untimed(attempt, deadline);
        },
        onProgress: () => deadline.restart(),
      },
      AbortSignal.any([signal, stalled.signal]),
    );
    const [verdict] = verdicts;
    if (verdict?.ok === true) return success({ client, hostKey: verdict.value });
    client.close();
    return failure('host-key-unknown', `${host} did not show a key.`, 'Do not connect to it.');
  } catch (error) {
    socket.destroy();
    if (signal.aborted)
      return failure('cancelled', `Connecting to ${host} was cancelled.`, 'Nothing was changed.');
    const [verdict] = verdicts;
    if (verdict?.ok === false) return verdict;
    return {
      ok: false,
      failure: stalled.signal.aborted
        ? stall(options)
        : verdict === undefined
          ? handshakeFailure(options, messageOf(error))
          : authenticationFailure(options, messageOf(error), authentication),
    };
  } finally {
    deadline.end();
    ended.abort();
  }
}

/** The clock stands still while the person looks for a passphrase or a code. */
function untimed(attempt: Attempt, deadline: Deadline): Attempt {
  switch (attempt.method) {
    case 'none':
    case 'password':
      return attempt;
    case 'publickey':
      return { ...attempt, sign: (data, hash) => deadline.whilePaused(() => attempt.sign(data, hash)) };
    case 'keyboard-interactive':
      return { ...attempt, answer: (form) => deadline.whilePaused(() => attempt.answer(form)) };
  }
}

const stall = ({ host, timeout }: HopOptions): Failure => ({
  code: 'unreachable',
  message: `${host} accepts connections but did not answer within ${Math.round(timeout / 100) / 10} s.`,
  nextStep: 'Check the load of the host and whether a firewall drops what comes after the first packets.',
});

function handshakeFailure({ host, expected, configuration }: HopOptions, reason: string): Failure {
  if (expected !== undefined && reason.includes('no matching host key'))
    return {
      code: 'host-key-changed',
      message: `What answers as ${host} has no ${expected.type} key; a moment ago it had one.`,
      nextStep:
        'Another machine has this address, or the host got new keys. Find out which before you connect again.',
      details: reason,
    };
  if (reason.includes('no matching'))
    return {
      code: 'handshake-failed',
      message: `${host} and this client have no algorithm in common.`,
      nextStep: `Run "ssh -v ${configuration.target}" to see what the host offers; SHA-1 and other broken algorithms are not used.`,
      details: reason,
    };
  return {
    code: 'handshake-failed',
    message: `${host} ended the connection before SSH was set up.`,
    nextStep: `Check that port ${configuration.port} is that of sshd, and its log: journalctl -u sshd.`,
    details: reason,
  };
}

function authenticationFailure(
  { host, configuration }: HopOptions,
  reason: string,
  { record, exhausted, possible }: Authentication,
): Failure {
  const { user } = configuration;
  const tried = record.length === 0 ? 'nothing could be tried' : `tried: ${record.join('; ')}`;
  if (!exhausted && !/authentication failures|password has expired/i.test(reason))
    return {
      code: 'connection-lost',
      message: `${host} ended the connection while ${user} logged in.`,
      nextStep: 'Try again; if it stays so, look into the log of the host: journalctl -u sshd.',
      details: `${reason} (${tried})`,
    };
  const expired = /password has expired/i.test(reason);
  return {
    code: 'authentication-failed',
    message: expired
      ? `The password of ${user} on ${host} has expired.`
      : `${host} does not let ${user} in; ${tried}.`,
    nextStep: expired
      ? `Log in once with "ssh ${configuration.target}" and set a new one.`
      : record.length > 4
        ? 'Too many keys may have been tried: name the right one with IdentityFile and set IdentitiesOnly yes.'
        : `Check with "ssh ${configuration.target}" that you can log in, or load the key with ssh-add.`,
    details: `${reason}; the host accepts ${possible.join(', ') || 'nothing more'}`,
  };
}
