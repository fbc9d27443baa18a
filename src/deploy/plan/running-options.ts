import type { BondState, BridgeState, ObservedLink } from '../observe/index.js';
import type { PlannedChange } from './plan.js';
import { differs } from './running-change.js';

/** Options that iproute2 leaves out when they are not set. */
const SHOWN_WHEN_SET: ReadonlySet<string> = new Set(['primary', 'arp_ip_target']);

/** What the kernel makes of a value. */
function inForce(name: string, value: string, found: BondState): string {
  // Delays are counted in turns of the link monitor, rounded down (LINUX: bond_option_updelay_set).
  const turn = Number(found.options.miimon ?? 0);
  if ((name === 'updelay' || name === 'downdelay') && turn > 0) {
    return String(Math.floor(Number(value) / turn) * turn);
  }
  return name === 'arp_ip_target' ? sorted(value) : value;
}

const sorted = (list: string): string => list.split(',').sort().join();

/** Written options of a bond that runs otherwise. What this kernel or iproute2 does not show is left alone. */
export function bondChanges(
  wanted: BondState,
  { name: bond, bond: found }: ObservedLink,
  links: readonly ObservedLink[],
): readonly PlannedChange[] {
  if (found?.mode !== wanted.mode) return differs('bond.mode', found?.mode, wanted.mode);
  return Object.entries(wanted.options).flatMap(([name, value]) => {
    const before = found.options[name];
    if (before === undefined && !SHOWN_WHEN_SET.has(name)) return [];
    // A primary port without a cable is no port yet, and the kernel knows no other than its ports.
    if (name === 'primary' && links.find((link) => link.name === value)?.controller !== bond) return [];
    const running = before === undefined ? undefined : inForce(name, before, found);
    return differs(`bond.${name}`, running, inForce(name, value, found));
  });
}

export function bridgeChanges(wanted: BridgeState, found: ObservedLink['bridge']): readonly PlannedChange[] {
  return [
    ...differs('bridge.vlan-filtering', found?.vlanFiltering, wanted.vlanFiltering),
    ...differs('bridge.stp', found?.stp, wanted.stp),
    ...whereBoth('bridge.multicast-snooping', found?.multicastSnooping, wanted.multicastSnooping),
    ...(wanted.stp && found?.stp ? spanningTreeChanges(wanted, found) : []),
    // Spanning tree shortens it while the topology changes (LINUX: __br_set_topology_change).
    ...(wanted.stp || found?.stp
      ? []
      : whereBoth('bridge.ageing-time', found?.ageingTime, wanted.ageingTime)),
  ];
}

/** What says something with spanning tree only (NM: nm-device-bridge.c, only_with_stp). */
function spanningTreeChanges(
  wanted: BridgeState,
  found: NonNullable<ObservedLink['bridge']>,
): readonly PlannedChange[] {
  return [
    ...whereBoth('bridge.priority', found.priority, wanted.priority),
    ...(found.followsRoot
      ? []
      : [
          ...differs('bridge.forward-delay', found.forwardDelay, wanted.forwardDelay),
          ...whereBoth('bridge.hello-time', found.helloTime, wanted.helloTime),
          ...whereBoth('bridge.max-age', found.maxAge, wanted.maxAge),
        ]),
  ];
}

const whereBoth = <T extends number | boolean>(
  path: string,
  found: T | undefined,
  wanted: T | undefined,
): readonly PlannedChange[] =>
  found === undefined || wanted === undefined ? [] : differs(path, found, wanted);
