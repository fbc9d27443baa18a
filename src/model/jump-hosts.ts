import type { ElementId } from './element.js';
import type { Host } from './host.js';

/**
 * The hosts that `via` leads through to a host, outermost first.
 * undefined when the way leads back to a host that it passed.
 */
export function jumpHosts(
  host: Host,
  hostById: (id: ElementId) => Host | undefined,
): readonly Host[] | undefined {
  const hops: Host[] = [];
  for (let next = host.via; next;) {
    const hop = hostById(next.value);
    if (!hop) break;
    if (hop.id === host.id || hops.includes(hop)) return undefined;
    hops.unshift(hop);
    next = hop.via;
  }
  return hops;
}
