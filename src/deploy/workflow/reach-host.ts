import { jumpHosts, type Host, type Network, type SshTarget } from '../../model/index.js';
import { failure, success, type Result } from '../failure.js';
import type { HostSession } from '../session.js';
import { connect, type ConnectOptions } from '../ssh/index.js';

/** How a front end reaches hosts: everything of `connect` that does not come from the text. */
export type Reach = Omit<ConnectOptions, 'host' | 'via' | 'address'>;

/** Where a host is, as far as the text says. */
export interface Whereabouts {
  /** Name of the host as written in the text. */
  readonly host: string;
  readonly ssh: SshTarget;
  /** Hosts to go through, outermost first. */
  readonly via: readonly SshTarget[];
}

/** Where the text says that a host is; fails with `jump-loop`. */
export function whereaboutsOf(network: Network, host: Host): Result<Whereabouts> {
  const hops = jumpHosts(host, (id) => network.hosts.find((candidate) => candidate.id === id));
  if (!hops) {
    return failure(
      'jump-loop',
      `${host.name} would be reached through itself.`,
      'Let `via` name a host that is reached directly.',
    );
  }
  return success({ host: host.name, ssh: host.ssh.value, via: hops.map(({ ssh }) => ssh.value) });
}

/** Connects to a host; fails as `connect` does. */
export function reachHost({ host, ssh, via }: Whereabouts, reach: Reach): Promise<Result<HostSession>> {
  return connect(ssh, { ...reach, host, ...(via.length > 0 && { via }) });
}
