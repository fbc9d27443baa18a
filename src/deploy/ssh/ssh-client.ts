import type { Duplex, Readable, Writable } from 'node:stream';
import type { Attempt } from './attempt.js';
import type { HostKey, HostKeyAlgorithm } from './host-key.js';

export interface ClientOptions {
  /** Connected already: a socket, or a stream through a jump host. */
  readonly socket: Duplex;
  readonly user: string;
  readonly hostKeyAlgorithms: readonly HostKeyAlgorithm[];
  /** Before anything secret is sent, and once only: at a renewal of the session keys the same key has to come again. */
  readonly verifyHostKey: (key: HostKey) => Promise<boolean>;
  /**
   * @param possible methods that the server would go on with; undefined at the beginning
   * @param partial the attempt before was accepted as one factor of several
   */
  readonly nextAttempt: (
    possible: readonly string[] | undefined,
    partial: boolean,
  ) => Promise<Attempt | undefined>;
  /** Called whenever the server moves on: it is not stalled. */
  readonly onProgress: () => void;
}

/** A connection that has authenticated. */
export interface SshClient {
  /** Calls back at once when the connection is gone already. Returns a function that takes the listener away. */
  onLost(listener: (reason: string) => void): () => void;
  /** Rejects with a ChannelRefused when the server does not start it, with another error when the connection is lost. */
  exec(command: string): Promise<RemoteProcess>;
  /** A stream to another host, from the server on. Rejects when the server does not open it. */
  forward(host: string, port: number): Promise<Duplex>;
  close(): void;
}

export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** When all output is there. Neither code nor signal: the end of the process was not seen. */
  readonly ended: Promise<{ readonly code?: number; readonly signal?: string }>;
  /** Wants no more of it. The process is not ended: ssh2 sends no signal once the input is at its end. */
  close(): void;
}

/** What made the handshake end, in the library's or the server's words. `code` is the SSH disconnect reason, if any. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

/** The connection works, but the server opens no channel in it: nothing has run. */
export class ChannelRefused extends Error {
  override readonly name = 'ChannelRefused';
}

/** A private key that can be used: unlocked, or in an agent. */
export interface SigningKey {
  /** As it travels. */
  readonly publicKey: Buffer;
  readonly comment: string;
  /** @param hash of the signature, for RSA */
  readonly sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>;
}
