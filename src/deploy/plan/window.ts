import type { ManagementPath, Plan, Step } from './plan.js';

/** Seconds that a host needs to be changed, reached again and looked at. */
const SHORTEST = 30;
const BASE = 60;
const BASE_WITH_MANAGEMENT = 120;
/** What NetworkManager and libvirt need for one step on a slow host. */
const PER_STEP = 2;
const FIREWALL_RELOAD = 15;

/**
 * How long the host waits for the confirmation before it undoes everything. Too short is a needless rollback, too long is a
 * long outage after a mistake.
 * @param silence of all that is activated, whether this connection goes through it or not; seconds
 */
export function windowOf(steps: readonly Step[], management: ManagementPath, silence: number): number {
  const moves = management.before.join() !== management.after.join() || management.proveAt !== undefined;
  const carries = steps.some(({ impacts }) => impacts.some(({ kind }) => kind === 'carries-connection'));
  const firewall = steps.some(({ impacts }) => impacts.some(({ kind }) => kind === 'firewall-reload'));
  return (
    (moves || carries ? BASE_WITH_MANAGEMENT : BASE) +
    PER_STEP * steps.length +
    (firewall ? FIREWALL_RELOAD : 0) +
    Math.max(silence, unheard({ steps, management }))
  );
}

/**
 * The least that a person may ask for: a window that ends while the way of the connection is still silent (spanning tree,
 * 802.3ad, DHCP) would undo every good change. Seconds.
 */
export const shortestWindow = (plan: Pick<Plan, 'steps' | 'management'>): number => SHORTEST + unheard(plan);

/** How long nothing is heard of the host. Seconds. */
export const unheard = ({ steps, management }: Pick<Plan, 'steps' | 'management'>): number =>
  Math.max(
    management.silence ?? 0,
    ...steps.flatMap(({ impacts }) =>
      impacts.flatMap((impact) => (impact.kind === 'carries-connection' ? [impact.seconds] : [])),
    ),
  );
