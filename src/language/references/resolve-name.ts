import { AstUtils, type AstNode } from 'langium';
import type { Declaration } from '../declarations/declaration.js';
import * as ast from '../generated/ast.js';
import type { SiteKind } from '../lowering/site-names.js';
import type { Sites } from '../workspace/sites.js';

/** What a name can mean at one place of the text, in the order in which it is tried. */
export interface NameScope {
  find(name: string): AstNode | undefined;
  all(): Iterable<{ readonly name: string; readonly node: AstNode }>;
}

const NOTHING: NameScope = { find: () => undefined, all: () => [] };

/** Which names the property of the node may use. */
export function scopeFor(container: AstNode, property: string, sites: Sites): NameScope {
  const uri = AstUtils.findRootNode(container).$document?.uri.toString();
  if (uri === undefined) return NOTHING;
  const siteWide = (kind: SiteKind): NameScope => siteScope(sites, uri, kind);
  switch (property) {
    case 'networks':
      return siteWide('networks');
    case 'hosts':
    case 'host':
      return siteWide('hosts');
    case 'pool':
      return siteWide('pools');
    case 'profiles':
      return siteWide('profiles');
    case 'guest':
      return siteWide('guests');
    case 'zone':
      return siteWide('zones');
    case 'devices':
    case 'device':
      return devicesAround(container, sites, uri);
    case 'target':
      return firstOf([siteWide('networks'), ...ownersOfGuest(container, sites, uri).map(virtualNetworksOf)]);
    case 'bridge':
      return firstOf(ownersOfGuest(container, sites, uri).map(bridgesOf));
    default:
      return NOTHING;
  }
}

function siteScope(sites: Sites, uri: string, kind: SiteKind): NameScope {
  const table = sites.namesOf(uri)?.[kind];
  const nodeOf = (declaration: Declaration | undefined) => declaration && sites.nodeOf(declaration);
  return {
    find: (name) => nodeOf(table?.get(name)),
    *all() {
      for (const name of table?.names() ?? []) {
        const node = nodeOf(table?.get(name));
        if (node) yield { name, node };
      }
    },
  };
}

const firstOf = (scopes: readonly NameScope[]): NameScope => ({
  find(name) {
    for (const scope of scopes) {
      const found = scope.find(name);
      if (found) return found;
    }
    return undefined;
  },
  *all() {
    const seen = new Set<string>();
    for (const scope of scopes)
      for (const named of scope.all())
        if (!seen.has(named.name)) {
          seen.add(named.name);
          yield named;
        }
  },
});

type Owner = ast.HostBlock | ast.ProfileBlock;
const isOwner = (node: AstNode | undefined): node is Owner =>
  ast.isHostBlock(node) || ast.isProfileBlock(node);

/** The block itself and the profiles that it is made of, nearest first. */
function shapesOf(owner: Owner, sites: Sites, uri: string): readonly Owner[] {
  const shapes: Owner[] = [owner];
  const profiles = siteScope(sites, uri, 'profiles');
  for (const shape of shapes)
    for (const reference of [...shape.profiles].reverse()) {
      const profile = profiles.find(reference.$refText);
      if (isOwner(profile) && !shapes.includes(profile)) shapes.push(profile);
    }
  return shapes;
}

/** Names of blocks of one kind inside some hosts or profiles; `kvm1.bond0` is that of the host. */
function blocksIn(
  owners: readonly Owner[],
  isKind: (node: unknown) => node is ast.DeviceBlock | ast.VirtualNetworkBlock,
): NameScope {
  const blocks = owners.flatMap(({ properties }) => (properties as readonly AstNode[]).filter(isKind));
  const byName = new Map<string, AstNode>();
  for (const block of blocks)
    if (typeof block.name === 'string' && !byName.has(block.name)) byName.set(block.name, block);
  const [own] = owners;
  const prefix = own ? `${own.name}.` : '';
  return {
    find: (name) =>
      byName.get(name) ??
      (prefix !== '' && name.startsWith(prefix) ? byName.get(name.slice(prefix.length)) : undefined),
    all: () => [...byName].map(([name, node]) => ({ name, node })),
  };
}

function devicesAround(container: AstNode, sites: Sites, uri: string): NameScope {
  const owner = AstUtils.getContainerOfType(container, isOwner);
  return owner ? blocksIn(shapesOf(owner, sites, uri), ast.isDeviceBlock) : NOTHING;
}

/** For each host that the guest may run on: the host and its profiles. */
function ownersOfGuest(container: AstNode, sites: Sites, uri: string): readonly (readonly Owner[])[] {
  const guest = AstUtils.getContainerOfType(container, ast.isGuestBlock);
  const hosts = siteScope(sites, uri, 'hosts');
  const pools = siteScope(sites, uri, 'pools');
  return (guest?.placements ?? []).flatMap(({ host, pool }) => {
    const found = pool && pools.find(pool.$refText);
    const members = ast.isPoolBlock(found) ? found.properties.flatMap((property) => property.hosts) : [];
    return [...(host ? [host] : []), ...members].flatMap((reference) => {
      const owner = hosts.find(reference.$refText);
      return isOwner(owner) ? [shapesOf(owner, sites, uri)] : [];
    });
  });
}

const virtualNetworksOf = (owners: readonly Owner[]): NameScope =>
  blocksIn(owners, ast.isVirtualNetworkBlock);
const bridgesOf = (owners: readonly Owner[]): NameScope => blocksIn(owners, ast.isBridgeBlock);
