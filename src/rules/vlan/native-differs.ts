import type { Bridge, ElementId, LogicalNetwork, NetworkIndex, Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import { oddOnesOfPools, type OddOne } from '../odd-ones-of-pools.js';
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
      if (natives.size < 2) continue;
      const oddOnes = oddOnesOfPools(
        index,
        (host) => natives.get(host),
        ({ native }) => native.value,
      );
      for (const oddOne of oddOnes) {
        const { bridge } = oddOne.item;
        if (said.has(bridge.id)) continue;
        said.add(bridge.id);
        yield violationOf(network, oddOne);
      }
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

function violationOf(network: LogicalNetwork, { pool, host, item, usual }: OddOne<Native>): Violation {
  const { bridge, native } = usual.item;
  return {
    message:
      `Untagged frames of network ${network.name} are in VLAN ${item.native.value} on host ${host.name}, but in VLAN ` +
      `${native.value} on ${usual.host.name} of the same pool ${pool.name}: a guest that moves changes its VLAN.`,
    origin: item.native.origin,
    related: [related(native.origin, `Native VLAN ${native.value} on host ${usual.host.name}.`)],
    subjects: [item.bridge.id, bridge.id],
  };
}
