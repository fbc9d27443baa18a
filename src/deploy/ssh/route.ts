import type { SshTarget } from '../../model/index.js';
import { failure, success, type Result } from '../failure.js';
import type { SshConfiguration } from './configuration.js';
import type { ConnectOptions } from './connect-options.js';
import { readConfiguration } from './read-configuration.js';

/** Machines to pass through, the host itself last. Never empty. */
export type Route = readonly SshConfiguration[];

/** More are a loop in the configuration. */
const LONGEST_ROUTE = 8;

/**
 * As `ssh -J`: the first jump host is reached as its own configuration says, so it may have jump hosts of its own; each
 * further one is reached from the one before it.
 */
export async function resolveRoute(
  target: SshTarget,
  options: Pick<ConnectOptions, 'trusted' | 'configFile' | 'environment' | 'via'>,
  remaining = LONGEST_ROUTE,
): Promise<Result<Route>> {
  const read = await readConfiguration(target, options);
  if (!read.ok) return read;
  const configuration = read.value;
  const jumps = options.via ?? configuration.proxyJump;
  const [first, ...further] = jumps;
  if (first === undefined) {
    if (configuration.proxyCommand === undefined) return success([configuration]);
    return failure(
      'proxy-command-unsupported',
      `${target.name} is reached with a ProxyCommand, which is not supported.`,
      'Write the jump host as ProxyJump in ~/.ssh/config, or as `via` in the text.',
    );
  }
  if (remaining < jumps.length)
    return failure(
      'proxy-jump-loop',
      `The jump hosts of ${target.name} lead in a circle.`,
      'Exclude the jump host from its own ProxyJump: "Host * !jump" in ~/.ssh/config.',
    );
  const { trusted, configFile, environment } = options;
  const ofJump = {
    trusted,
    ...(configFile !== undefined && { configFile }),
    ...(environment !== undefined && { environment }),
  };
  const begin = await resolveRoute(first, ofJump, remaining - jumps.length);
  if (!begin.ok) return begin;
  const route = [...begin.value];
  for (const jump of further) {
    const next = await readConfiguration(jump, ofJump);
    if (!next.ok) return next;
    route.push(next.value);
  }
  return success([...route, configuration]);
}
