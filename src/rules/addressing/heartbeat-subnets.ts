import { type ElementId, hasRole, type NetworkIndex, type Origin, type Pool } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

interface Heartbeat {
  readonly network: ElementId;
  readonly name: string;
  readonly host: ElementId;
  readonly origin: Origin;
}

export const poolShouldHaveOneHeartbeat: Rule = {
  code: 'addressing/heartbeat-subnets',
  severity: 'warning',
  reason: 'Hosts that do not hear each other take each other for dead, and fence.',
  title: 'The hosts of a pool have the same heartbeat networks',
  documentation: {
    what: `Looks for pools whose hosts carry different networks with role \`heartbeat\`. Two subnets in one network are the matter of
[addressing/several-subnets](several-subnets.md).`,
    why: `A cluster's members exchange a few packets each second, directly, in one subnet. A member that is heard in another subnet
only, or through a router, is late or silent; after some seconds the others restart it, guests included.`,
    sources: [
      'Oracle VM 3, network roles: Cluster Heartbeat',
      'Corosync and OCFS2/o2cb: one ring address for each node and ring',
    ],
    whatToDo: 'Let all hosts of a pool carry the same heartbeat networks, each with one subnet.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network pulse-a { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
      network pulse-b { roles heartbeat  vlan 12  subnet 10.11.12.0/24 }
      profile compute { nic eth0  nic eth1  bond bond0 { ports eth0, eth1 } }
      host kvm1 is compute { number 22  bond bond0 { carries management, pulse-a } }
      host kvm2 is compute { number 23  bond bond0 { carries management, pulse-b } }
      pool rack1 { hosts kvm1, kvm2 }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network pulse { roles heartbeat  vlan 11  subnet 10.11.11.0/24 }
      profile compute { nic eth0  nic eth1  bond bond0 { ports eth0, eth1  carries management, pulse } }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
      pool rack1 { hosts kvm1, kvm2 }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    const heartbeats = heartbeatsByHost(index);
    for (const pool of index.network.pools) yield* checkPool(pool, heartbeats, index);
  },
};

function heartbeatsByHost(index: NetworkIndex): ReadonlyMap<ElementId, Heartbeat> {
  const byHost = new Map<ElementId, Heartbeat>();
  for (const network of index.network.networks) {
    if (!hasRole(network, 'heartbeat')) continue;
    for (const device of index.devicesOf(network.id)) {
      const origin = device.networks.find(({ value }) => value === network.id)?.origin ?? device.places.name;
      if (!byHost.has(device.host))
        byHost.set(device.host, { network: network.id, name: network.name, host: device.host, origin });
    }
  }
  return byHost;
}

function* checkPool(
  pool: Pool,
  heartbeats: ReadonlyMap<ElementId, Heartbeat>,
  index: NetworkIndex,
): Iterable<Violation> {
  const members = pool.hosts.flatMap(({ value, origin }) => {
    const heartbeat = heartbeats.get(value);
    return heartbeat ? [{ heartbeat, origin }] : [];
  });
  const [first] = members;
  const other = members.find(({ heartbeat }) => heartbeat.network !== first?.heartbeat.network);
  if (!first || !other) return;
  const nameOf = (id: ElementId): string => index.host(id)?.name ?? '';
  yield {
    message:
      `The hosts of pool ${pool.name} have different heartbeat networks: ${nameOf(first.heartbeat.host)} has ${first.heartbeat.name}, ` +
      `${nameOf(other.heartbeat.host)} has ${other.heartbeat.name}.`,
    origin: other.origin,
    related: [
      related(first.heartbeat.origin, `${nameOf(first.heartbeat.host)} has ${first.heartbeat.name}.`),
      related(other.heartbeat.origin, `${nameOf(other.heartbeat.host)} has ${other.heartbeat.name}.`),
    ],
    subjects: [pool.id],
  };
}
