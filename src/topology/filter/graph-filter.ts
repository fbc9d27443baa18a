import type { ElementId, Host, Network, Role } from '../../model/index.js';
import { hasRole } from '../../model/index.js';
import type { GraphNode, NodeKind } from '../graph.js';

/** Kinds of things that can be left out of the picture, in the order of the way of a packet. */
export const LAYERS = [
  'outside',
  'nic',
  'bond',
  'vlan',
  'bridge',
  'virtual-network',
  'tap',
  'guest',
] as const;
export type Layer = (typeof LAYERS)[number];

/** What a person wants to see. Absent or empty: everything. Kept by the preview, never in the person's files. */
export interface GraphFilter {
  /** Names. Hosts, and those of the pools. */
  readonly hosts?: readonly string[];
  readonly pools?: readonly string[];
  /** Names of networks of the site, and of those that libvirt makes. */
  readonly networks?: readonly string[];
  readonly roles?: readonly Role[];
  readonly hidden?: readonly Layer[];
}

const isSet = (list: readonly unknown[] | undefined): boolean => list !== undefined && list.length > 0;

export const isEmptyFilter = ({ hosts, pools, networks, roles, hidden }: GraphFilter): boolean =>
  ![hosts, pools, networks, roles, hidden].some(isSet);

/** Names of the hosts that are shown; undefined: all of them. */
export function hostsOfFilter(
  network: Network,
  { hosts, pools }: GraphFilter,
): readonly string[] | undefined {
  if (!isSet(hosts) && !isSet(pools)) return undefined;
  const members = new Set<ElementId>(
    network.pools
      .filter(({ name }) => pools?.includes(name))
      .flatMap((pool) => pool.hosts.map(({ value }) => value)),
  );
  const isWanted = ({ id, name }: Host): boolean => members.has(id) || hosts?.includes(name) === true;
  return network.hosts.filter(isWanted).map(({ name }) => name);
}

/** Names of the networks that are shown; undefined: all of them. */
export function networksOfFilter(
  network: Network,
  { networks, roles }: GraphFilter,
): ReadonlySet<string> | undefined {
  if (!isSet(networks) && !isSet(roles)) return undefined;
  const ofRoles = network.networks.filter((one) => roles?.some((role) => hasRole(one, role)));
  return new Set([...(networks ?? []), ...ofRoles.map(({ name }) => name)]);
}

const LAYER_OF: Partial<Record<NodeKind, Layer>> = {
  outside: 'outside',
  nic: 'nic',
  bond: 'bond',
  vlan: 'vlan',
  bridge: 'bridge',
  plug: 'bridge',
  'virtual-network': 'virtual-network',
  tap: 'tap',
  guest: 'guest',
  'guest-nic': 'guest',
};

export function isHidden({ kind }: GraphNode, hidden: readonly Layer[]): boolean {
  const layer = LAYER_OF[kind];
  // A TAP without its guest would lead nowhere.
  return layer !== undefined && (hidden.includes(layer) || (layer === 'tap' && hidden.includes('guest')));
}
