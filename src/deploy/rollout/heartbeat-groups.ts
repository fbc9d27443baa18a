import { hasRole, type ElementId, type Network } from '../../model/index.js';

/**
 * What a host shares with others by its heartbeat: one group for each pool that it is in and each `heartbeat` network that it
 * carries, and the network alone where it is in no pool.
 */
export function heartbeatGroups({ hosts, networks, pools }: Network, host: ElementId): readonly string[] {
  const devices = hosts.find(({ id }) => id === host)?.devices ?? [];
  const carried = new Set(devices.flatMap((device) => device.networks.map(({ value }) => value)));
  const heartbeats = networks.filter((network) => hasRole(network, 'heartbeat') && carried.has(network.id));
  const own = pools.filter((pool) => pool.hosts.some(({ value }) => value === host));
  return heartbeats.flatMap(({ id }) =>
    own.length === 0 ? [id] : own.map((pool) => JSON.stringify([pool.id, id])),
  );
}
