import {
  compareOrigins,
  hostId,
  type ElementId,
  type Finding,
  type Guest,
  type Host,
  type LogicalNetwork,
  type Network,
  type Pool,
  type Zone,
} from '../../model/index.js';
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
import { collector, findingOf } from '../findings/report-to.js';
import { Lookup } from './lookup.js';
import { lowerGuest } from './lower-guest.js';
import { checkProfile, lowerHost, type LoweredHost } from './lower-host.js';
import type { NameTable } from './name-table.js';
import { lowerNetwork, lowerPool, lowerZone } from './lower-site-wide.js';
import { MacRegistry } from './macs.js';
import {
  emptySiteNames,
  replaceDeclarations,
  SITE_KINDS,
  type SiteDeclarations,
  type SiteKind,
  type SiteNames,
} from './site-names.js';

export interface LoweredSite {
  readonly network: Network;
  /** Those of the files included. */
  readonly findings: readonly Finding[];
}

interface Kept<T> {
  readonly result: T | undefined;
  readonly findings: readonly Finding[];
  readonly lookup: Lookup;
}

type LoweredGuestResult = ReturnType<typeof lowerGuest>;

/**
 * What was lowered of one site before, by the identity of its declarations. Whoever holds a site holds one and hands it
 * to each `lowerSite` of that site; it changes in the call.
 */
export interface LoweringCache {
  readonly files: Map<string, Declarations>;
  readonly names: SiteNames;
  readonly networks: Map<NetworkDeclaration, LogicalNetwork>;
  readonly zones: Map<ZoneDeclaration, Zone>;
  readonly pools: Map<PoolDeclaration, Kept<Pool>>;
  readonly profiles: Map<ProfileDeclaration, Kept<boolean>>;
  readonly hosts: Map<HostDeclaration, LoweredHost>;
  readonly guests: Map<GuestDeclaration, LoweredGuestResult>;
  readonly macs: MacRegistry;
  /** Guests with their MACs, by what they were made from. */
  readonly addressed: Map<Guest, Guest>;
  /** The declarations that count, by kind. */
  declared: DeclarationLists | undefined;
}

type DeclarationLists = { readonly [K in SiteKind]: readonly SiteDeclarations[K][] };

export const createLoweringCache = (): LoweringCache => ({
  files: new Map(),
  names: emptySiteNames(),
  networks: new Map(),
  zones: new Map(),
  pools: new Map(),
  profiles: new Map(),
  hosts: new Map(),
  guests: new Map(),
  macs: new MacRegistry(),
  addressed: new Map(),
  declared: undefined,
});

/**
 * The network that the files of a site describe, and what the model cannot hold of it. Total and pure but for the
 * cache: hosts and guests that rest on nothing that changed are the same objects as before.
 */
export function lowerSite(
  folder: string,
  files: readonly Declarations[],
  cache: LoweringCache = createLoweringCache(),
): LoweredSite {
  const changed = takeFiles(files, cache);
  const { names } = cache;
  const findings: Finding[] = files.flatMap((file) => file.findings);
  for (const finding of duplicateFindings(names)) findings.push(finding);

  const all = (cache.declared = declaredNow(files, cache, changed));
  const networks = all.networks.map((item) => keep(cache.networks, item, () => lowerNetwork(item)));
  const zones = all.zones.map((item) => keep(cache.zones, item, () => lowerZone(item)));
  const pools = all.pools.flatMap((item) => {
    const kept = keepWhile(cache.pools, item, changed, () =>
      lowering(names, (lookup) => lowerPool(item, lookup)),
    );
    for (const finding of kept.findings) findings.push(finding);
    return kept.result ?? [];
  });

  const hostById = new Map<ElementId, Host>();
  const usedProfiles = new Set<string>();
  const hosts = all.hosts.map((item) => {
    const { host, findings: own } = keepWhile(cache.hosts, item, changed, () => lowerHost(item, names));
    for (const finding of own) findings.push(finding);
    hostById.set(hostId(item.name), host);
    for (const { value } of host.profiles) usedProfiles.add(value);
    return host;
  });
  for (const item of all.profiles) {
    const used = usedProfiles.has(item.name);
    if (cache.profiles.get(item)?.result !== used) cache.profiles.delete(item);
    const kept = keepWhile(cache.profiles, item, changed, () => ({
      ...checkProfile(item, names, used),
      result: used,
    }));
    for (const finding of kept.findings) findings.push(finding);
  }

  const hostOf = (id: ElementId): Host | undefined => hostById.get(id);
  const guests = all.guests.flatMap((item) => {
    const earlier = cache.guests.get(item);
    if (earlier?.guest?.hosts.some((id, i) => earlier.hosts[i] !== hostOf(id))) cache.guests.delete(item);
    const { guest, findings: own } = keepWhile(cache.guests, item, changed, () =>
      lowerGuest(item, names, hostOf),
    );
    for (const finding of own) findings.push(finding);
    return guest ?? [];
  });
  forgetUnused(cache.networks, all.networks);
  forgetUnused(cache.zones, all.zones);
  forgetUnused(cache.pools, all.pools);
  forgetUnused(cache.profiles, all.profiles);
  forgetUnused(cache.hosts, all.hosts);
  forgetUnused(cache.guests, all.guests);
  return {
    network: { folder, networks, pools, hosts, guests: withMacs(guests, cache), zones },
    findings,
  };
}

/** Takes over the files; says which kinds of declarations are not what they were. */
function takeFiles(
  files: readonly Declarations[],
  { files: known, names }: LoweringCache,
): ReadonlySet<SiteKind> {
  const changed = new Set<SiteKind>();
  const gone = new Map(known);
  const take = (uri: string, earlier: Declarations | undefined, current: Declarations | undefined): void => {
    for (const kind of replaceDeclarations(names, earlier, current)) changed.add(kind);
    if (current) known.set(uri, current);
    else known.delete(uri);
  };
  for (const file of files) {
    gone.delete(file.uri);
    const earlier = known.get(file.uri);
    if (earlier !== file) take(file.uri, earlier, file);
  }
  for (const [uri, earlier] of gone) take(uri, earlier, undefined);
  return changed;
}

function keep<K, V>(kept: Map<K, V>, key: K, make: () => V): V {
  const earlier = kept.get(key);
  if (earlier !== undefined) return earlier;
  const value = make();
  kept.set(key, value);
  return value;
}

/** Keeps what was made before while every name that it looked up means the same. */
function keepWhile<K, V extends { readonly lookup: Lookup }>(
  kept: Map<K, V>,
  key: K,
  changed: ReadonlySet<SiteKind>,
  make: () => V,
): V {
  const earlier = kept.get(key);
  if (earlier && (changed.size === 0 || earlier.lookup.stillHolds(changed))) return earlier;
  const value = make();
  kept.set(key, value);
  return value;
}

function lowering<T>(names: SiteNames, make: (lookup: Lookup) => T): Kept<T> {
  const findings: Finding[] = [];
  const lookup = new Lookup(names, collector(findings));
  return { result: make(lookup), findings, lookup };
}

/** MACs depend on every guest of the site, but rarely change: a guest that comes out the same stays the same object. */
function withMacs(guests: readonly Guest[], { macs, addressed }: LoweringCache): readonly Guest[] {
  const added = guests.filter((guest) => !addressed.has(guest));
  if (added.length > 0 || addressed.size !== guests.length) {
    const current = new Set(guests);
    for (const guest of addressed.keys())
      if (!current.has(guest)) {
        macs.remove(guest);
        addressed.delete(guest);
      }
    for (const guest of added) macs.add(guest);
    const others = macs.settle() ? [...addressed.keys()] : [];
    for (const guest of added) addressed.set(guest, macs.addressed(guest));
    for (const guest of others) {
      const before = addressed.get(guest);
      const now = macs.addressed(guest);
      if (before?.nics.some((nic, i) => nic.mac.value !== now.nics[i]?.mac.value)) addressed.set(guest, now);
    }
  }
  return guests.map((guest) => addressed.get(guest) ?? guest);
}

/** Of several declarations of one kind and name only one counts. */
function declaredNow(
  files: readonly Declarations[],
  { names, declared }: LoweringCache,
  changed: ReadonlySet<SiteKind>,
): DeclarationLists {
  const list = <D extends Declaration>(
    kind: SiteKind,
    table: NameTable<D>,
    earlier: readonly D[] | undefined,
    inFile: (file: Declarations) => readonly D[],
  ): readonly D[] =>
    earlier && !changed.has(kind)
      ? earlier
      : files.flatMap((file) => inFile(file).filter((declaration) => table.holds(declaration)));
  return {
    networks: list('networks', names.networks, declared?.networks, (file) => file.networks),
    pools: list('pools', names.pools, declared?.pools, (file) => file.pools),
    profiles: list('profiles', names.profiles, declared?.profiles, (file) => file.profiles),
    hosts: list('hosts', names.hosts, declared?.hosts, (file) => file.hosts),
    guests: list('guests', names.guests, declared?.guests, (file) => file.guests),
    zones: list('zones', names.zones, declared?.zones, (file) => file.zones),
  };
}

function duplicateFindings(names: SiteNames): readonly Finding[] {
  const findings = SITE_KINDS.flatMap((kind) =>
    [...names[kind].duplicates()].map(({ duplicate, first }) =>
      findingOf({
        code: 'naming/duplicate',
        message: `There is already a ${kind.slice(0, -1)} '${duplicate.name}' in this site.`,
        origin: duplicate.places.name,
        related: [{ origin: first.places.name, message: 'It is declared here.' }],
      }),
    ),
  );
  return findings.sort((a, b) => compareOrigins(a.origin, b.origin));
}

/**
 * Lets go of what this lowering did not use. What is not looked at misses changes: a declaration that was hidden behind
 * another one of its name for a while is lowered anew.
 */
function forgetUnused<D extends Declaration>(kept: Map<D, unknown>, used: readonly D[]): void {
  if (kept.size === used.length) return;
  const current = new Set(used);
  for (const declaration of kept.keys()) if (!current.has(declaration)) kept.delete(declaration);
}
