import {
  type ElementId,
  hasRole,
  type LogicalNetwork,
  type NetworkIndex,
  type Pool,
} from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related } from '../wording.js';

export const poolShouldCarryMigrationEverywhere: Rule = {
  code: 'roles/pool-migration-missing',
  severity: 'warning',
  reason:
    'Guests still move, but over the network of management, or to a host without their disks; or a node hears nothing.',
  title: 'Hosts of a pool share a network for migration, and all have storage and heartbeat',
  documentation: {
    what: `Looks for pools in which some hosts carry a network with role \`migration\` and others do not, or none that is common to
all; and the same for a missing \`heartbeat\`, or \`storage\` that at least half of the hosts have. Hosts with different heartbeat networks are the matter of
\`addressing/heartbeat-subnets\`.`,
    why: `A guest moves between two hosts over a network that both have. With one end only, libvirt is given the address of the other
network, usually management, and gigabytes of memory pass where people and tools work. A cluster that does not hear a node takes
it for dead. A guest whose disk lies on shared storage neither starts nor arrives on a host that does not reach that storage.`,
    sources: [
      'libvirt 11.3, migration: `migrateuri`',
      'Corosync, `corosync.conf(5)`: `nodelist`',
      '`virsh(1)`, `migrate`: `--copy-storage-all` where storage is not shared',
    ],
    whatToDo: `Let all hosts of the pool carry the network, best in the profile that they share. A list that a host writes itself takes
the place of that of its profile.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network migrate { roles migration  vlan 12  subnet 10.11.12.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1  nic eth2  bond bond0 { ports eth1, eth2  carries migrate } }
      host kvm2 { number 23  nic eth0 { carries management } }
      pool rack1 { hosts kvm1, kvm2 }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network migrate { roles migration  vlan 12  subnet 10.11.12.0/24 }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1  nic eth2  bond bond0 { ports eth1, eth2  carries migrate } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1  nic eth2  bond bond0 { ports eth1, eth2  carries migrate } }
      pool rack1 { hosts kvm1, kvm2 }
    `,
  },
  *checkSite(index): Iterable<Violation> {
    for (const role of ['migration', 'heartbeat', 'storage'] as const) {
      const networks = index.network.networks.filter((network) => hasRole(network, role));
      if (networks.length === 0) continue;
      const byHost = new Map<ElementId, LogicalNetwork[]>();
      for (const network of networks)
        for (const host of new Set(index.devicesOf(network.id).map((device) => device.host)))
          byHost.set(host, [...(byHost.get(host) ?? []), network]);
      for (const pool of index.network.pools) yield* checkPool(pool, role, byHost, index);
    }
  },
};

function* checkPool(
  pool: Pool,
  role: 'migration' | 'heartbeat' | 'storage',
  byHost: ReadonlyMap<ElementId, readonly LogicalNetwork[]>,
  index: NetworkIndex,
): Iterable<Violation> {
  const members = pool.hosts.flatMap(({ value, origin }) => {
    const host = index.host(value);
    return host ? [{ host, origin, networks: byHost.get(value) ?? [] }] : [];
  });
  const first = members.find(({ networks }) => networks.length > 0);
  if (!first) return;
  const names = listText(first.networks.map(({ name }) => name));
  const lacking = members.filter(({ networks }) => networks.length === 0);
  // Where few have storage it may be theirs alone: a file server, or a host that makes the backups.
  if (role === 'storage' && lacking.length > members.length / 2) return;
  for (const { host, origin } of lacking)
    yield {
      message: `Host ${host.name} of pool ${pool.name} carries no network for ${role}; ${first.host.name} carries ${names}.`,
      origin,
      related: [related(host.places.name, `Host ${host.name}.`)],
      subjects: [pool.id, host.id],
    };
  if (lacking.length > 0 || role !== 'migration') return;
  const other = members.find(({ networks }) => !networks.some((network) => first.networks.includes(network)));
  if (!other) return;
  yield {
    message: `Hosts of pool ${pool.name} have no network for migration in common: ${first.host.name} carries ${names}, ${other.host.name} carries ${listText(other.networks.map(({ name }) => name))}.`,
    origin: other.origin,
    related: [related(first.origin, `Host ${first.host.name} carries ${names}.`)],
    subjects: [pool.id, other.host.id, first.host.id],
  };
}
