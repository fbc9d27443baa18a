import type { LabHost } from '../../../lab/index.js';
import { longestGaps, plugIn, startPings as startAll } from '../support/stand-in.js';
import type { Traffic } from './change.js';

const FAR_GUEST = '10.0.13.2';
const NAT_GATEWAY = '192.168.100.1';
const MANAGEMENT_GATEWAY = '10.0.2.2';

/** Connects stand-ins to the TAPs of web1. Needs a running web1 with its NICs. */
export function plugStandIns(host: LabHost): Promise<void> {
  return plugIn(host, [
    { name: 'tenant', guest: 'web1', network: 'tenant', address: '10.0.13.1/24' },
    { name: 'nat', guest: 'web1', network: 'lab', address: '192.168.100.77/24' },
  ]);
}

/**
 * Makes kvm2 a switch for eth1 and eth2, with a guest behind it in VLAN 13 and 23. It passes nothing from the one to the other: a
 * host that has both on one bridge, for as long as the one takes the place of the other, would close a loop through it.
 */
export async function makeSwitch(host: LabHost): Promise<void> {
  await host.run(`set -e
ip link add sw type bridge vlan_filtering 1 vlan_default_pvid 0
for nic in eth1 eth2; do
  ip link set "$nic" master sw up
  for vid in 11 12 13 23; do bridge vlan add dev "$nic" vid "$vid"; done
done
ip netns add far; ip -n far link add guest type bridge
for vid in 13 23; do
  ip link add "veth$vid" type veth peer name "in$vid" netns far
  ip link set "veth$vid" master sw up
  bridge vlan add dev "veth$vid" vid "$vid" pvid untagged
  ip -n far link set "in$vid" master guest up
  ip netns exec far bridge link set dev "in$vid" isolated on
done
ip -n far link set guest up; ip -n far addr add ${FAR_GUEST}/24 dev guest
ip link set sw up`);
}

/** From the stand-ins, and from the host itself to the gateway of its management network. */
export function startPings(host: LabHost): Promise<void> {
  return startAll(host, [
    { name: 'management', target: MANAGEMENT_GATEWAY },
    { name: 'tenant', target: FAR_GUEST, from: 'tenant' },
    { name: 'nat', target: NAT_GATEWAY, from: 'nat' },
  ]);
}

export type Probe = Traffic | 'management';

/** Longest time without an answer; undefined when there was none at all. Seconds. */
export type Gaps = Readonly<Record<Probe, number | undefined>>;

export function readGaps(host: LabHost, probes: readonly Probe[]): Promise<Partial<Gaps>> {
  return longestGaps(host, probes);
}
