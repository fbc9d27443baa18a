import type { Result } from './failure.js';

/** An open way to run programs on one host. There is one implementation over SSH; tests of pure parts use a scripted one. */
export interface HostSession {
  /** Name of the host as written in the text. */
  readonly host: string;
  /**
   * Runs one program and waits for its end. Fails with `connection-lost` when no exit status came back, `cancelled`,
   * `timed-out`, `sudo-refused`. An exit status other than 0 is a value, not a failure.
   */
  run(argv: readonly string[], options?: RunOptions): Promise<Result<Exited>>;
  /**
   * A further session with the same host over a new connection. Asks nothing that was answered already. The host has to
   * prove itself with the very key of this session, or else the result is `host-key-changed`: another machine at the
   * address after a change is never taken for the host. The old connection may be dead.
   */
  reconnect(options?: ReconnectOptions): Promise<Result<HostSession>>;
  /** Never throws; closing twice is fine. */
  close(): void;
}

export interface ReconnectOptions {
  /** Where the host is to be found after a change, instead of where it was. Jump hosts stay. */
  readonly address?: string;
  /** Only where something in between forwards another port to the host. */
  readonly port?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole of it; longer while a person is asked. */
  readonly timeout?: number;
}

export interface RunOptions {
  readonly stdin?: string | Uint8Array;
  /** Through sudo where the login is not root. */
  readonly asRoot?: boolean;
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Whole lines of standard output as they arrive, for progress. */
  readonly onLine?: (line: string) => void;
}

export interface Exited {
  readonly code: number;
  /** Decoded once, when all of it is there. */
  readonly stdout: string;
  readonly stderr: string;
}

/** What a person may be asked while connecting. Front ends implement it: terminal, input box. */
export interface Interaction {
  /** An unknown host key. `true` writes it into known_hosts. */
  acceptHostKey(question: HostKeyQuestion): Promise<boolean>;
  /**
   * Passphrase of a key file, password, keyboard-interactive prompt, sudo password. undefined = given up.
   * @param signal the connection that wanted to know is gone: the question is taken back
   */
  askSecret(question: SecretQuestion, signal?: AbortSignal): Promise<string | undefined>;
  /** Whether a passphrase opens the key file that it was asked for. Waited for before it is asked again. */
  passphraseTried?(key: string, passphrase: string, opens: boolean): Promise<void>;
}

export interface HostKeyQuestion {
  /** As looked up in known_hosts: `kvm1` or `[kvm1]:2222`. */
  readonly name: string;
  readonly keyType: string;
  /** `SHA256:…` as OpenSSH prints it. */
  readonly fingerprint: string;
}

export interface SecretQuestion {
  readonly kind: 'passphrase' | 'password' | 'keyboard-interactive' | 'sudo';
  /** Path of the key file that the passphrase opens. */
  readonly key?: string;
  readonly prompt: string;
  readonly echo: boolean;
}
