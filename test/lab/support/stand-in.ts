import type { LabHost } from '../../../lab/index.js';

/*
 * Guests of the lab are paused and have no disk: they answer nothing. So a network namespace stands in for the guest: what the
 * bridge sends to the guest's own TAP is redirected to the namespace, and what the namespace sends comes in by the TAP
 * (tc-mirred(8)). Whoever takes the TAP off its bridge, or its VLANs, cuts this traffic as it cuts the guest's.
 */

/** Stands in for one NIC of a running guest. */
export interface StandIn {
  /** Of its namespace; short, for names of interfaces are made of it. */
  readonly name: string;
  readonly guest: string;
  /** Of libvirt, which the NIC is in. */
  readonly network: string;
  /** With its prefix length. */
  readonly address: string;
}

/** Connects them to the TAPs of the guests, which have to run. */
export async function plugIn(host: LabHost, standIns: readonly StandIn[]): Promise<void> {
  const lines = standIns.map(
    ({ name, guest, network, address }) => `
nic=$(virsh -q domiflist ${guest} | awk '$3 == "${network}" { print $1, $5 }'); tap=\${nic% *}; mac=\${nic#* }
ip netns add ${name}; ip link add veth-${name} type veth peer name eth0 netns ${name}
ip -n ${name} link set eth0 address "$mac" up; ip -n ${name} addr add ${address} dev eth0
ip link set veth-${name} up
tc qdisc add dev "$tap" clsact; tc qdisc add dev veth-${name} clsact
tc filter add dev "$tap" egress matchall action mirred egress redirect dev veth-${name}
tc filter add dev veth-${name} ingress matchall action mirred ingress redirect dev "$tap"`,
  );
  await host.run(`set -e\n${lines.join('\n')}`);
}

/** Pings that go on by themselves on the host. */
export interface Pings {
  readonly name: string;
  readonly target: string;
  /** The stand-in that sends them; absent: the host itself. */
  readonly from?: string;
}

/** Ten a second each. */
export async function startPings(host: LabHost, pings: readonly Pings[]): Promise<void> {
  const lines = pings.map(({ name, target, from }) => {
    const within = from === undefined ? '' : `ip netns exec ${from} `;
    return `systemd-run -q --collect --unit=probe-${name} sh -c 'exec ${within}ping -n -D -i 0.1 -W 1 ${target} >/run/probe-${name}'`;
  });
  await host.run(lines.join('\n'));
}

/** Longest time without an answer until now, in seconds; undefined when there was none at all. */
export async function longestGaps<Name extends string>(
  host: LabHost,
  names: readonly Name[],
): Promise<Readonly<Record<Name, number | undefined>>> {
  const text = await host.run(
    names
      .map((name) => `echo "@${name}"; cut -d ']' -f 1 /run/probe-${name} | tr -d '['; date +%s.%N`)
      .join('\n'),
  );
  const gaps = text
    .split('@')
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...lines] = part.split('\n');
      return [name, longestGap(lines.map(Number).filter((time) => time > 0))];
    });
  return Object.fromEntries(gaps) as Record<Name, number | undefined>;
}

function longestGap(times: readonly number[]): number | undefined {
  // The last one is the time of reading.
  if (times.length < 3) return undefined;
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? time));
  return Math.max(...gaps);
}
