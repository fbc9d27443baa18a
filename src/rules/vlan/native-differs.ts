import type { Bridge, ElementId, LogicalNetwork, NetworkIndex, Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const nativeVlanShouldBeOneInAPool: Rule = {
  code: 'vlan/native-differs',
  severity: 'warning',
  reason: 'It works on each host by itself; a guest that moves finds its untagged frames in another VLAN.',
  title: 'A trunk has one native VLAN on all hosts of a pool',
  documentation: {
    what: `Compares the \`native\` VLAN of the trunk ports of VLAN-aware bridges that serve the same network on the hosts of a pool. A
port with \`native\` and no \`trunk\` is an access port and left alone, and so is a bridge whose trunk ports differ among themselves.`,
    why: `What a guest sends in the native VLAN leaves the host without a tag, and the switch puts it into the VLAN that its own port has
for such frames. With 100 on the one host and 101 on the other, VLAN 100 is tagged here and untagged there: behind switch ports
that are alike the guest is in another VLAN after it has moved, or reaches nobody. The finding is on the hosts that differ from most.`,
    sources: [
      'IEEE 802.1Q: untagged frames belong to the VLAN of the port (PVID)',
      'Cisco IOS: `%CDP-4-NATIVE_VLAN_MISMATCH`',
    ],
    whatToDo: `Give the trunk ports of all hosts of the pool one \`native\`, best in the profile that they share. Where the switch ports
really differ, silence the warning and say so.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-110  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { vlan-aware  network edge  port eth1 { trunk 100-110  native 100 } }
      }
      host kvm2 {
        number 23
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { vlan-aware  network edge  port eth1 { trunk 100-110  native 101 } }
      }
      pool rack1 { hosts kvm1, kvm2 }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-110  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { vlan-aware  network edge  port eth1 { trunk 100-110  native 100 } }
      }
      host kvm2 {
        number 23
        nic eth0 { carries management }
        nic eth1
        bridge br-edge { vlan-aware  network edge  port eth1 { trunk 100-110  native 100 } }
      }
      pool rack1 { hosts kvm1, kvm2 }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    if (index.network.pools.length === 0) return;
    // A bridge serves several networks, a host is in several pools: each port is said once.
    const said = new Set<ElementId>();
    for (const network of index.network.networks) {
      const natives = nativesOf(network, index);
      if (natives.size > 1) yield* checkPools(network, natives, index, said);
    }
  },
};

interface Native {
  readonly bridge: Bridge;
  readonly native: Sourced<number>;
}

/** The native VLAN of the network's trunk, for each host that says one and only one. */
function nativesOf(network: LogicalNetwork, index: NetworkIndex): ReadonlyMap<ElementId, Native> {
  const natives = new Map<ElementId, Native>();
  for (const bridge of index.devicesOf(network.id)) {
    if (bridge.kind !== 'bridge' || !bridge.vlanAware.value) continue;
    // The trunk of a port that only says `native` follows from that.
    const said = bridge.ports.flatMap(({ native, trunk }) => (native && !trunk?.follows ? [native] : []));
    const [native] = said;
    if (native && said.every(({ value }) => value === native.value))
      natives.set(bridge.host, { bridge, native });
  }
  return natives;
}

/** Of equals the first. */
function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return values.find((value) => counts.get(value) === most);
}

function* checkPools(
  network: LogicalNetwork,
  natives: ReadonlyMap<ElementId, Native>,
  index: NetworkIndex,
  said: Set<ElementId>,
): Iterable<Violation> {
  for (const pool of index.network.pools) {
    const members = pool.hosts.flatMap(({ value }) => {
      const host = index.host(value);
      const found = natives.get(value);
      return host && found ? [{ host, ...found }] : [];
    });
    const usual = mostFrequent(members.map(({ native }) => native.value));
    const first = members.find(({ native }) => native.value === usual);
    for (const { host, bridge, native } of members) {
      if (!first || native.value === first.native.value || said.has(bridge.id)) continue;
      said.add(bridge.id);
      yield {
        message:
          `Untagged frames of network ${network.name} are in VLAN ${native.value} on host ${host.name}, but in VLAN ` +
          `${first.native.value} on ${first.host.name} of the same pool ${pool.name}: a guest that moves changes its VLAN.`,
        origin: native.origin,
        related: [
          related(first.native.origin, `Native VLAN ${first.native.value} on host ${first.host.name}.`),
        ],
        subjects: [bridge.id, first.bridge.id],
      };
    }
  }
}
