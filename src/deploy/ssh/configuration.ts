import type { SshTarget } from '../../model/index.js';
import type { HostKeyAlgorithm } from './host-key.js';

export type AuthenticationMethod = 'publickey' | 'keyboard-interactive' | 'password';

/** What OpenSSH would use for one host, ssh_config(5); paths are absolute, tokens replaced. */
export interface SshConfiguration {
  /** As the target names it. */
  readonly target: string;
  readonly hostName: string;
  readonly user: string;
  readonly port: number;
  /** The name under which known_hosts has the key, without a port. */
  readonly hostKeyAlias?: string;
  readonly proxyJump: readonly SshTarget[];
  readonly proxyCommand?: string;
  readonly identityFiles: readonly string[];
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket or pipe. */
  readonly identityAgent?: string;
  readonly userKnownHostsFiles: readonly string[];
  readonly globalKnownHostsFiles: readonly string[];
  readonly revokedHostKeys?: string;
  /** `no` and `off` of the configuration are `ask` here: a key that nobody looked at is never taken. */
  readonly strictHostKeyChecking: 'yes' | 'accept-new' | 'ask';
  readonly hashKnownHosts: boolean;
  readonly hostKeyAlgorithms: readonly HostKeyAlgorithm[];
  /** Milliseconds. */
  readonly connectTimeout?: number;
  readonly addressFamily: 0 | 4 | 6;
  readonly bindAddress?: string;
  /** Ask nothing. */
  readonly batchMode: boolean;
  readonly methods: readonly AuthenticationMethod[];
  readonly numberOfPasswordPrompts: number;
}

/** Directives as read: names in lower case, values in the order of the file. */
export type Directives = ReadonlyMap<string, readonly string[]>;
