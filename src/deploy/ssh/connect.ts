import type { SshTarget } from '../../model/index.js';
import type { Result } from '../failure.js';
import type { HostSession } from '../session.js';
import { Answers } from './answers.js';
import type { ConnectOptions } from './connect-options.js';
import { openRoute } from './open-route.js';
import { resolveRoute } from './route.js';
import { sessionOver } from './ssh-session.js';

/** Milliseconds; the waits of a whole TCP time-out are of no use to somebody who looks at a progress bar. */
const PATIENCE = 20_000;

/**
 * Connects as the person's own OpenSSH would: configuration, jump hosts, agent, keys, passwords. A host key is always
 * checked, and never by a switch accepted unseen.
 *
 * Fails with `unreachable`, `handshake-failed`, `host-key-unknown`, `host-key-changed`, `host-key-revoked`,
 * `host-key-certificate`, `host-key-revocation`, `known-hosts-not-written`, `authentication-failed`, `connection-lost`, `cancelled`, or, for the
 * configuration, `ssh-target-invalid`, `ssh-configuration-invalid`, `proxy-command-unsupported`, `proxy-jump-loop`.
 */
export async function connect(target: SshTarget, options: ConnectOptions): Promise<Result<HostSession>> {
  const route = await resolveRoute(target, options);
  if (!route.ok) return route;
  const answers = options.answers ?? new Answers(options.interaction);
  const host = options.host ?? target.name;
  const way = {
    host,
    route: route.value,
    answers,
    patience: options.connectTimeout,
    defaultPatience: PATIENCE,
  };
  const opened = await openRoute(way, {
    ...(options.address !== undefined && { address: options.address }),
    ...(options.port !== undefined && { port: options.port }),
    signal: options.signal ?? new AbortController().signal,
    expected: [],
  });
  if (!opened.ok) return opened;
  return sessionOver(way, opened.value);
}
