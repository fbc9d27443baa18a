import type { ObservedHost } from '../observe/index.js';
import type { ManagementPath, Plan, Step } from './plan.js';

/** Seconds that a host needs to be changed, reached again and looked at. */
const SHORTEST = 30;
const BASE = 60;
const BASE_WITH_MANAGEMENT = 120;
/** What NetworkManager and libvirt need for one step on a slow host. */
const PER_STEP = 2;
const FIREWALL_RELOAD = 15;
/** Twice the forward delay that NetworkManager gives a bridge. */
const LONGEST_LISTENING = 30;

/**
 * How long the host waits for the confirmation before it undoes everything. Too short is a needless rollback, too long is a
 * long outage after a mistake.
 */
export function windowOf(steps: readonly Step[], path: ManagementPath, { links }: ObservedHost): number {
  const moves = path.before.join() !== path.after.join() || path.proveAt !== undefined;
  const carries = steps.some(({ impacts }) => impacts.some(({ kind }) => kind === 'carries-connection'));
  const firewall = steps.some(({ impacts }) => impacts.some(({ kind }) => kind === 'firewall-reload'));
  const stp = links.map(({ bridge }) => (bridge?.stp ? 2 * bridge.forwardDelay : 0));
  return (
    (moves || carries ? BASE_WITH_MANAGEMENT : BASE) +
    PER_STEP * steps.length +
    (firewall ? FIREWALL_RELOAD : 0) +
    Math.max(0, ...stp, startsSpanningTree(steps) ? LONGEST_LISTENING : 0)
  );
}

/**
 * The least that a person may ask for: a window that ends while the way of the connection is still silent (spanning tree,
 * 802.3ad) would undo every good change. Seconds.
 */
export function shortestWindow({ steps }: Pick<Plan, 'steps'>): number {
  const silent = steps.flatMap(({ impacts }) =>
    impacts.flatMap((impact) => (impact.kind === 'carries-connection' ? [impact.seconds] : [])),
  );
  return SHORTEST + Math.max(0, ...silent, startsSpanningTree(steps) ? LONGEST_LISTENING : 0);
}

const startsSpanningTree = (steps: readonly Step[]): boolean =>
  steps.some(({ changes }) =>
    changes.some(({ path: field, after }) => field === 'bridge.stp' && after === 'true'),
  );
