import type { ApplyPlansOptions } from '../../deploy/index.js';
import { escapedText } from '../../model/index.js';

export type OrderSet = Pick<ApplyPlansOptions, 'canary' | 'parallel' | 'together'>;

/** In which order several hosts are changed. VS Code gives settings as they were written, whatever the package declares. */
export function orderOf(setting: (name: string) => unknown): OrderSet {
  const canary = setting('deploy.canary');
  const parallel = setting('deploy.parallel');
  return {
    parallel: typeof parallel === 'number' ? Math.max(1, parallel) : 4,
    together: setting('deploy.heartbeatTogether') === true,
    ...(typeof canary === 'string' && canary !== '' && { canary }),
  };
}

/** The order in words, for whoever agrees to it. A canary that is none of the hosts leaves it to the first one. */
export function describeOrder(hosts: readonly string[], { canary, parallel, together }: OrderSet): string {
  const first = hosts.find((host) => host === canary) ?? hosts[0] ?? '';
  const heartbeat = together ? 'members of a heartbeat network as well' : 'never two of a heartbeat network';
  return `${escapedText(first)} goes first, alone; then up to ${parallel} at a time, ${heartbeat}. The first that does not get there ends it.`;
}
