import type {
  Declaration,
  Declarations,
  GuestDeclaration,
  HostDeclaration,
  NetworkDeclaration,
  PoolDeclaration,
  ProfileDeclaration,
  ZoneDeclaration,
} from '../declarations/declaration.js';
import { NameTable } from './name-table.js';

/** What is declared site-wide, by kind. */
export interface SiteDeclarations {
  readonly networks: NetworkDeclaration;
  readonly pools: PoolDeclaration;
  readonly profiles: ProfileDeclaration;
  readonly hosts: HostDeclaration;
  readonly guests: GuestDeclaration;
  readonly zones: ZoneDeclaration;
}
export type SiteKind = keyof SiteDeclarations;

export const SITE_KINDS = [
  'networks',
  'pools',
  'profiles',
  'hosts',
  'guests',
  'zones',
] as const satisfies readonly SiteKind[];

export type SiteNames = { readonly [K in SiteKind]: NameTable<SiteDeclarations[K]> };

export const emptySiteNames = (): SiteNames => ({
  networks: new NameTable(),
  pools: new NameTable(),
  profiles: new NameTable(),
  hosts: new NameTable(),
  guests: new NameTable(),
  zones: new NameTable(),
});

/** Puts the declarations of a file in place of its earlier ones; objects that stayed are not touched. */
export function replaceDeclarations(
  names: SiteNames,
  earlier: Declarations | undefined,
  current: Declarations | undefined,
): ReadonlySet<SiteKind> {
  const changed = new Set<SiteKind>();
  const replace = <D extends Declaration>(
    kind: SiteKind,
    table: NameTable<D>,
    gone: readonly D[] = [],
    after: readonly D[] = [],
  ): void => {
    const before = new Set(gone);
    for (const declaration of after) {
      if (before.delete(declaration)) continue;
      table.add(declaration);
      changed.add(kind);
    }
    for (const declaration of before) {
      table.remove(declaration);
      changed.add(kind);
    }
  };
  replace('networks', names.networks, earlier?.networks, current?.networks);
  replace('pools', names.pools, earlier?.pools, current?.pools);
  replace('profiles', names.profiles, earlier?.profiles, current?.profiles);
  replace('hosts', names.hosts, earlier?.hosts, current?.hosts);
  replace('guests', names.guests, earlier?.guests, current?.guests);
  replace('zones', names.zones, earlier?.zones, current?.zones);
  return changed;
}
