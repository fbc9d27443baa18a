import { nameOfId, type Device, type Host, type Network, type Origin } from '../../model/index.js';
import type { ProfileDeclaration } from '../declarations/declaration.js';

export type SymbolSort =
  | 'network'
  | 'host'
  | 'guest'
  | 'pool'
  | 'profile'
  | 'zone'
  | Device['kind']
  | 'virtual-network'
  | 'guest-nic';

/** Something that a person may look for by its name. */
export interface SiteSymbol {
  /** As one names it from outside: `kvm1.bond0`. */
  readonly name: string;
  readonly sort: SymbolSort;
  /** What it belongs to, or follows from. */
  readonly container: string;
  /** Of something derived, the word that it follows from. */
  readonly at: Origin;
}

/** What is looked through: a site and its profiles, which the model does not hold. */
export interface SearchedSite {
  readonly network: Network;
  readonly profiles: readonly ProfileDeclaration[];
}

/** Everything that has a name, what is declared site-wide first. */
export function* symbolsOf({ network, profiles }: SearchedSite): Iterable<SiteSymbol> {
  const siteWide = { network: network.networks, host: network.hosts, guest: network.guests } as const;
  for (const [sort, elements] of Object.entries(siteWide))
    for (const { name, places } of elements)
      yield { name, sort: sort as keyof typeof siteWide, container: sort, at: places.name };
  for (const { name, places } of network.pools)
    yield { name, sort: 'pool', container: 'pool', at: places.name };
  for (const { name, places } of network.zones)
    yield { name, sort: 'zone', container: 'zone', at: places.name };
  for (const { name, places, devices } of profiles) {
    yield { name, sort: 'profile', container: 'profile', at: places.name };
    for (const device of devices)
      yield {
        name: `${name}.${device.name}`,
        sort: device.kind,
        container: `${device.kind} of profile ${name}`,
        at: device.places.name,
      };
  }
  for (const host of network.hosts) yield* symbolsOfHost(host);
  for (const guest of network.guests)
    for (const nic of guest.nics)
      yield {
        name: `${guest.name}.${nic.name}`,
        sort: 'guest-nic',
        container: `nic of guest ${guest.name}`,
        at: nic.places.name,
      };
}

function* symbolsOfHost(host: Host): Iterable<SiteSymbol> {
  for (const { name, kind, derived, places } of host.devices)
    yield {
      name: `${host.name}.${name}`,
      sort: kind,
      container: derived
        ? `${kind} on ${host.name}, follows from ${nameOfId(derived.network)}`
        : `${kind} on ${host.name}`,
      at: places.name,
    };
  for (const { name, kind, places } of host.virtualNetworks)
    if (kind !== 'bridged')
      yield {
        name: `${host.name}.${name}`,
        sort: 'virtual-network',
        container: `${kind} network on ${host.name}`,
        at: places.name,
      };
}

/**
 * The symbols that fit what was typed, the best first, at most so many. `interrupt` is called now and then, so that a
 * search that nobody waits for any more can end.
 */
export async function searchSymbols(
  sites: readonly SearchedSite[],
  query: string,
  most: number,
  interrupt: () => Promise<void>,
): Promise<readonly SiteSymbol[]> {
  const wanted = query.toLowerCase();
  const byRank: SiteSymbol[][] = Array.from({ length: RANKS }, () => []);
  // What several sites import is there once.
  const seen = new Set<string>();
  let looked = 0;
  for (const site of sites)
    for (const symbol of symbolsOf(site)) {
      if (++looked % 5000 === 0) await interrupt();
      const rank = rankOf(wanted, symbol.name.toLowerCase());
      const list = rank === undefined ? undefined : byRank[rank];
      if (!list || list.length >= most) continue;
      const { uri, range } = symbol.at;
      const key = `${symbol.name} ${range.start.line} ${range.start.character} ${uri}`;
      if (seen.has(key)) continue;
      seen.add(key);
      list.push(symbol);
    }
  return byRank.flat().slice(0, most);
}

const RANKS = 5;

/** 0 for the name itself; more the further from it; undefined where the letters are not there in their order. */
function rankOf(wanted: string, name: string): number | undefined {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const local = name.slice(name.indexOf('.') + 1);
  if (local.startsWith(wanted)) return 2;
  if (name.includes(wanted)) return 3;
  let from = 0;
  for (const letter of wanted) {
    const at = name.indexOf(letter, from);
    if (at < 0) return undefined;
    from = at + 1;
  }
  return RANKS - 1;
}
