import type { SshTarget } from '../../model/index.js';
import type { Interaction } from '../session.js';
import type { Answers } from './answers.js';

export interface ConnectOptions {
  /** Name of the host in the text, for sentences. Default: the target's name. */
  readonly host?: string;
  readonly interaction: Interaction;
  /**
   * Only where the person trusts the workspace does OpenSSH itself read the configuration: reading it can run the commands
   * of its `Match exec`, with names that the text gives.
   */
  readonly trusted: boolean;
  /** Read instead of `~/.ssh/config` and `/etc/ssh/ssh_config`, as `ssh -F`. */
  readonly configFile?: string;
  /** Jump hosts that the text names (`via`), the first hop first. Replaces ProxyJump of the configuration. */
  readonly via?: readonly SshTarget[];
  /** Where to connect to instead of HostName. The key is looked up under the host's own name all the same. */
  readonly address?: string;
  /** Instead of Port, likewise. */
  readonly port?: number;
  readonly signal?: AbortSignal;
  /** Milliseconds for each wait for the network, questions to the person left out. Default: ConnectTimeout, or else 20 s. */
  readonly connectTimeout?: number;
  /** Shared by connections whose questions a person answers once, such as those of one rollout. */
  readonly answers?: Answers;
  /** Default: the environment of the process. Read are SSH_AUTH_SOCK and variables that the configuration names. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}
