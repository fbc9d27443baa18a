import type {
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
  const replace = <K extends SiteKind>(kind: K): void => {
    const table: NameTable<SiteDeclarations[K]> = names[kind];
    const before = new Set((earlier?.[kind] ?? []) as readonly SiteDeclarations[K][]);
    const after = (current?.[kind] ?? []) as readonly SiteDeclarations[K][];
    for (const declaration of after) {
      if (before.delete(declaration)) continue;
      table.add(declaration);
      changed.add(kind);
    }
    for (const gone of before) {
      table.remove(gone);
      changed.add(kind);
    }
  };
  SITE_KINDS.forEach((kind) => {
    replace(kind);
  });
  return changed;
}
