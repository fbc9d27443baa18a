import type { LabHost } from '../../../lab/index.js';
import type { Traffic } from './change.js';

/*
 * Guests of the lab are paused and have no disk: they answer nothing. So a network namespace stands in for the guest: what the
 * bridge sends to the guest's own TAP is redirected to the namespace, and what the namespace sends comes in by the TAP
 * (tc-mirred(8)). Whoever takes the TAP off its bridge, or its VLANs, cuts this traffic as it cuts the guest's.
 */

/** The network that the NIC of web1 is in, and the address of its stand-in. */
const STAND_INS: Readonly<Record<Traffic, { readonly network: string; readonly address: string }>> = {
  tenant: { network: 'tenant', address: '10.0.13.1/24' },
  nat: { network: 'lab', address: '192.168.100.77/24' },
};
const FAR_GUEST = '10.0.13.2';
const NAT_GATEWAY = '192.168.100.1';
const MANAGEMENT_GATEWAY = '10.0.2.2';

/** Connects stand-ins to the TAPs of web1. Needs a running web1 with its NICs. */
export async function plugStandIns(host: LabHost): Promise<void> {
  const lines = Object.entries(STAND_INS).map(
    ([name, { network, address }]) => `
nic=$(virsh -q domiflist web1 | awk '$3 == "${network}" { print $1, $5 }'); tap=\${nic% *}; mac=\${nic#* }
ip netns add ${name}; ip link add veth-${name} type veth peer name eth0 netns ${name}
ip -n ${name} link set eth0 address "$mac" up; ip -n ${name} addr add ${address} dev eth0
ip link set veth-${name} up
tc qdisc add dev "$tap" clsact; tc qdisc add dev veth-${name} clsact
tc filter add dev "$tap" egress matchall action mirred egress redirect dev veth-${name}
tc filter add dev veth-${name} ingress matchall action mirred ingress redirect dev "$tap"`,
  );
  await host.run(`set -e\n${lines.join('\n')}`);
}

/** Makes kvm2 a switch for eth1 and eth2, with a guest behind it in VLAN 13 and 23. */
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
done
ip -n far link set guest up; ip -n far addr add ${FAR_GUEST}/24 dev guest
ip link set sw up`);
}

/** Ten pings a second on the host: from the stand-ins, and from the host itself to the gateway of its management network. */
export async function startPings(host: LabHost): Promise<void> {
  const ping = (name: string, within: string, target: string): string =>
    `systemd-run -q --collect --unit=probe-${name} sh -c 'exec ${within} ping -n -D -i 0.1 -W 1 ${target} >/run/probe-${name}'`;
  await host.run(
    [
      ping('management', '', MANAGEMENT_GATEWAY),
      ping('tenant', 'ip netns exec tenant', FAR_GUEST),
      ping('nat', 'ip netns exec nat', NAT_GATEWAY),
    ].join('\n'),
  );
}

export type Probe = Traffic | 'management';

/** Longest time without an answer; undefined when there was none at all. Seconds. */
export type Gaps = Readonly<Record<Probe, number | undefined>>;

export async function readGaps(host: LabHost, probes: readonly Probe[]): Promise<Partial<Gaps>> {
  const text = await host.run(
    probes
      .map((name) => `echo "@${name}"; cut -d ']' -f 1 /run/probe-${name} | tr -d '['; date +%s.%N`)
      .join('\n'),
  );
  return Object.fromEntries(
    text
      .split('@')
      .filter((part) => part !== '')
      .map((part) => {
        const [name = '', ...lines] = part.split('\n');
        return [name, longestGap(lines.map(Number).filter((time) => time > 0))];
      }),
  );
}

function longestGap(times: readonly number[]): number | undefined {
  // The last one is the time of reading.
  if (times.length < 3) return undefined;
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  return Math.max(...gaps);
}
