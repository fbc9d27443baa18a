import {
  hostId,
  networkId,
  poolId,
  virtualNetworkId,
  type Host,
  type LogicalNetwork,
  type ManagedNetwork,
} from '../../model/index.js';
import type { Cursor, OpenBlock } from './cursor.js';
import type { KnownDevice, Owner, SiteKnowledge } from './site-knowledge.js';

/** A cursor in a site. */
export interface Situation {
  readonly cursor: Cursor;
  readonly site: SiteKnowledge;
}

/** Words that a property of the innermost block already has. */
export const said = ({ cursor }: Situation, key: string): readonly string[] =>
  cursor.blocks.at(-1)?.said.get(key) ?? [];

export const isSaid = ({ cursor }: Situation, key: string): boolean =>
  cursor.blocks.at(-1)?.said.has(key) === true;

export const innermost = ({ cursor }: Situation): OpenBlock | undefined => cursor.blocks.at(-1);

/** The name of the innermost block, or of the declaration whose header is being written. */
export const ownName = (situation: Situation): string | undefined =>
  innermost(situation)?.header[0] ?? situation.cursor.begun[1];

/** The host or profile around the cursor. */
export function ownerOf({ cursor }: Situation): Owner | undefined {
  const [outer] = cursor.blocks;
  const name = outer?.header[0];
  if (name === undefined || (outer?.keyword !== 'host' && outer?.keyword !== 'profile')) return undefined;
  return { kind: outer.keyword, name };
}

export function hostOf(situation: Situation): Host | undefined {
  const owner = ownerOf(situation);
  return owner?.kind === 'host' ? situation.site.index.host(hostId(owner.name)) : undefined;
}

export function devicesAround(situation: Situation): readonly KnownDevice[] {
  const owner = ownerOf(situation);
  return owner ? situation.site.devicesOf(owner) : [];
}

/** The hosts that the guest around the cursor runs on or may run on. */
export function hostsOfGuest({ cursor, site: { index } }: Situation): readonly Host[] {
  const header = cursor.blocks.length === 0 ? cursor.begun.slice(1) : (cursor.blocks[0]?.header ?? []);
  const [, preposition, name] = header;
  if (name === undefined) return [];
  const ids =
    preposition === 'in'
      ? (index.network.pools.find(({ id }) => id === poolId(name))?.hosts ?? []).map(({ value }) => value)
      : [hostId(name)];
  return ids.flatMap((id) => index.host(id) ?? []);
}

export const networkNamed = ({ site }: Situation, name: string): LogicalNetwork | undefined =>
  site.index.logicalNetwork(networkId(name));

/** The libvirt network around the cursor. */
export function virtualNetworkAround(situation: Situation): ManagedNetwork | undefined {
  const owner = ownerOf(situation);
  const name = innermost(situation)?.header[0];
  if (owner?.kind !== 'host' || name === undefined) return undefined;
  const found = situation.site.index.virtualNetwork(virtualNetworkId(owner.name, name));
  return found?.kind === 'bridged' ? undefined : found;
}
