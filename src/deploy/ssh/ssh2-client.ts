import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, {
  type AnyAuthMethod,
  type AuthHandlerMiddleware,
  type BaseAgent,
  type Client,
  type IdentityCallback,
  type NextAuthHandler,
  type ParsedKey,
  type SignCallback,
  type SigningRequestOptions,
} from 'ssh2';
import type { Attempt } from './attempt.js';
import { Gone, messageOf } from './gone.js';
import { hostKeyOf, type HostKey } from './host-key.js';
import {
  ChannelRefused,
  HandshakeError,
  type ClientOptions,
  type RemoteProcess,
  type SigningKey,
  type SshClient,
} from './ssh-client.js';

// The one file that knows the SSH library. It is ssh2 and not node-ssh around it, because node-ssh's connect() rejects on
// the first error event (an agent that refuses one key of three is such an event), takes its error listener away once
// connected (a later reset is then an uncaught exception), and adds nothing else that is used here.

/** Rejects with a HandshakeError; the socket is destroyed then. */
export function openClient(options: ClientOptions, signal: AbortSignal): Promise<SshClient> {
  const client = new ssh2.Client();
  const { socket } = options;
  const gone = new Gone();
  const lose: Lose = (reason) => {
    gone.now(reason);
    socket.destroy();
  };
  // Stays for as long as the socket can speak: a reset after the end of the session must find a listener.
  client.on('error', (error: Error & { level?: string }) => {
    // ssh2 goes on to the next attempt by itself when an agent or a key does not sign.
    if (error.level === 'agent') return;
    lose(error.message);
  });
  client.on('close', () => lose('The connection was closed.'));
  client.on('end', () => lose('The host closed the connection.'));
  client.on('change password', () =>
    lose('The password has expired and has to be changed, which needs an interactive login.'),
  );

  return new Promise((resolve, reject) => {
    const abort = (): void => lose('Cancelled.');
    signal.addEventListener('abort', abort, { once: true });
    const forget = gone.then((reason) => {
      signal.removeEventListener('abort', abort);
      reject(new HandshakeError(reason));
    });
    client.on('handshake', () => options.onProgress());
    client.on('ready', () => {
      signal.removeEventListener('abort', abort);
      forget();
      resolve(new Ssh2Connection(client, socket, gone));
    });
    try {
      client.connect({
        sock: socket,
        username: options.user,
        algorithms: { serverHostKey: [...options.hostKeyAlgorithms] },
        hostVerifier: hostVerifier(options, gone, lose),
        authHandler: authHandler(options, gone, lose),
        keepaliveInterval: 5000,
        keepaliveCountMax: 3,
        // Its clock would run while a person looks for a passphrase.
        readyTimeout: 0,
      });
    } catch (error) {
      lose(messageOf(error));
    }
  });
}

type Lose = (reason: string) => void;

function hostVerifier({ verifyHostKey, onProgress }: ClientOptions, gone: Gone, lose: Lose) {
  let accepted: HostKey | undefined;
  return (blob: Buffer, verify: (accept: boolean) => void): void => {
    onProgress();
    const key = hostKeyOf(blob);
    if (key === undefined) {
      verify(false);
      return;
    }
    if (accepted !== undefined) {
      verify(accepted.blob.equals(key.blob));
      return;
    }
    verifyHostKey(key).then(
      (accept) => {
        if (accept) accepted = key;
        gone.unless(() => verify(accept));
      },
      (error: unknown) => lose(messageOf(error)),
    );
  };
}

function authHandler(
  { user, nextAttempt, onProgress }: ClientOptions,
  gone: Gone,
  lose: Lose,
): AuthHandlerMiddleware {
  let signed = false;
  let asked = false;
  // The types of the library leave out that the first call has no methods yet.
  return (left: readonly string[] | null, partial: boolean | null, next: NextAuthHandler): void => {
    onProgress();
    // After an attempt of type `agent` ssh2 still hands out the methods of the answer before it, so a key that was one
    // factor of two would look refused. An attempt `none` makes the server list its methods anew. A server that wants the
    // signature of a key and then goes on has taken the key for one factor.
    if (signed && !asked) {
      asked = true;
      next({ type: 'none', username: user });
      return;
    }
    const wasFactor = signed || partial === true;
    signed = asked = false;
    nextAttempt(left ?? undefined, wasFactor).then(
      (attempt) =>
        gone.unless(() => {
          if (attempt === undefined) lose('No method of authentication is left to try.');
          else next(methodOf(attempt, user, gone, lose, () => (signed = true)));
        }),
      (error: unknown) => lose(messageOf(error)),
    );
  };
}

function methodOf(
  attempt: Attempt,
  username: string,
  gone: Gone,
  lose: Lose,
  onSigned: () => void,
): AnyAuthMethod {
  switch (attempt.method) {
    case 'none':
      return { type: 'none', username };
    case 'password':
      return { type: 'password', username, password: attempt.password };
    case 'publickey': {
      const { publicKey, sign } = attempt;
      return { type: 'agent', username, agent: new OneKeyAgent(publicKey, sign, gone, onSigned) };
    }
    case 'keyboard-interactive':
      return {
        type: 'keyboard-interactive',
        username,
        prompt: (name, instructions, _language, prompts, finish) => {
          attempt
            .answer({
              name,
              instructions,
              prompts: prompts.map(({ prompt, echo = false }) => ({ prompt, echo })),
            })
            .then(
              (answers) =>
                gone.unless(() => {
                  if (answers) finish([...answers]);
                  else lose('The person gave up.');
                }),
              (error: unknown) => lose(messageOf(error)),
            );
        },
      };
  }
}

/**
 * ssh2 signs with a key of its own at once, but asks an agent and waits. Every key is given to it as an agent of its own,
 * so that a passphrase is asked for only when the server wants the key.
 */
class OneKeyAgent extends ssh2.BaseAgent<ParsedKey> {
  readonly #publicKey: Buffer;
  readonly #sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>;
  readonly #gone: Gone;
  readonly #onSigned: () => void;

  constructor(
    publicKey: Buffer,
    sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>,
    gone: Gone,
    onSigned: () => void,
  ) {
    super();
    this.#publicKey = publicKey;
    this.#sign = sign;
    this.#gone = gone;
    this.#onSigned = onSigned;
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    const key = ssh2.utils.parseKey(this.#publicKey);
    callback(undefined, key instanceof Error ? [] : [key]);
  }

  override sign(
    _key: ParsedKey,
    data: Buffer,
    options: SigningRequestOptions | SignCallback,
    callback?: SignCallback,
  ): void {
    const hash = typeof options === 'function' ? undefined : options.hash;
    const done = typeof options === 'function' ? options : callback;
    this.#sign(data, hash).then(
      (signature) =>
        this.#gone.unless(() => {
          this.#onSigned();
          done?.(null, signature);
        }),
      (error: unknown) => this.#gone.unless(() => done?.(new Error(messageOf(error)))),
    );
  }
}

class Ssh2Connection implements SshClient {
  readonly #client: Client;
  readonly #socket: Duplex;
  readonly #gone: Gone;

  constructor(client: Client, socket: Duplex, gone: Gone) {
    this.#client = client;
    this.#socket = socket;
    this.#gone = gone;
  }

  onLost(listener: (reason: string) => void): () => void {
    return this.#gone.then(listener);
  }

  exec(command: string): Promise<RemoteProcess> {
    return new Promise((resolve, reject) => {
      const forget = this.#gone.then((reason) => reject(new Error(reason)));
      this.#gone.unless(() => {
        this.#client.exec(command, (error, channel) => {
          forget();
          if (error) {
            reject(new ChannelRefused(error.message));
            return;
          }
          resolve({
            stdin: channel,
            stdout: channel,
            stderr: channel.stderr,
            ended: new Promise((ended) => {
              let end: { code?: number; signal?: string } = {};
              channel.on('exit', (code: number | null, signal?: string) => {
                end = code === null ? (signal === undefined ? {} : { signal }) : { code };
              });
              // The channel closes after the end of standard output; standard error may still hold some.
              channel.on('close', () =>
                channel.stderr.readableEnded ? ended(end) : channel.stderr.once('end', () => ended(end)),
              );
            }),
            close: () => this.#gone.unless(() => channel.close()),
          });
        });
      }, reject);
    });
  }

  forward(host: string, port: number): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const forget = this.#gone.then((reason) => reject(new Error(reason)));
      this.#gone.unless(() => {
        this.#client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => {
          forget();
          if (error) reject(error);
          else resolve(stream);
        });
      }, reject);
    });
  }

  close(): void {
    this.#gone.unless(() => this.#client.end());
    this.#gone.now('The session was closed.');
    // What is left is the host's goodbye: the process does not wait for it, and an editor not for ever.
    if (this.#socket instanceof Socket) this.#socket.unref();
    setTimeout(() => this.#socket.destroy(), 500).unref();
  }
}

/** @returns undefined when the text is not a private key that can be read, or the passphrase does not open it */
export function parsePrivateKey(text: string, passphrase?: string): SigningKey | undefined {
  const key = firstKey(ssh2.utils.parseKey(text, passphrase));
  if (key?.isPrivateKey() !== true) return undefined;
  return {
    publicKey: key.getPublicSSH(),
    comment: key.comment,
    sign: (data, hash) => {
      // The library gives the error back instead of throwing it.
      const signature: unknown = key.sign(data, hash);
      return Buffer.isBuffer(signature)
        ? Promise.resolve(signature)
        : Promise.reject(new Error(`The key does not sign: ${messageOf(signature)}`));
    },
  };
}

/** The bytes of a public key in the format of OpenSSH or RFC 4716. */
export function parsePublicKey(text: string): Buffer | undefined {
  const key = firstKey(ssh2.utils.parseKey(text));
  return key === undefined || key.isPrivateKey() ? undefined : key.getPublicSSH();
}

/** Rejects when no agent answers. Keys of types that the library does not know are left out. */
export function agentKeys(socketPath: string): Promise<readonly SigningKey[]> {
  const agent = ssh2.createAgent(socketPath);
  return new Promise((resolve, reject) => {
    agent.getIdentities((error, keys = []) => {
      if (error) reject(error);
      else
        resolve(
          keys.flatMap((given) => {
            if (typeof given === 'object' && 'pubKey' in given) return [];
            const key = firstKey(ssh2.utils.parseKey(given));
            if (key === undefined) return [];
            return [{ publicKey: key.getPublicSSH(), comment: key.comment, sign: signer(agent, key) }];
          }),
        );
    });
  });
}

const signer =
  (agent: BaseAgent, key: ParsedKey): SigningKey['sign'] =>
  (data, hash) =>
    new Promise((resolve, reject) => {
      const options = (hash === undefined ? {} : { hash }) as SigningRequestOptions;
      agent.sign(key, data, options, (error, signature) => {
        if (signature) resolve(signature);
        else reject(error ?? new Error('The agent did not sign.'));
      });
    });

function firstKey(parsed: ParsedKey | ParsedKey[] | Error): ParsedKey | undefined {
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key instanceof Error ? undefined : key;
}
