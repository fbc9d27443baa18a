import { MODES_OF_BOND_OPTION, MODES_THAT_USE_BOND_OPTION, type BondMode } from '../../model/index.js';
import { devicesAround, innermost, isSaid, ownName, said, type Situation } from './situation.js';
import { isTrunkHere } from './values/vlans.js';

/** Properties of a kind of block in the order in which people write them; others follow as the grammar has them. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  SourceFile: ['host', 'guest', 'network', 'profile', 'pool', 'zone', 'import'],
  NetworkBlock: [
    'roles',
    'vlan',
    'subnet',
    'gateway',
    'dns',
    'zone',
    'mtu',
    'search',
    'bridge',
    'route',
    'vlans',
  ],
  HostBlock: ['number', 'nic', 'bond', 'bridge', 'nat', 'isolated', 'vlan', 'ssh', 'route', 'via', 'routed'],
  ProfileBlock: ['nic', 'bond', 'bridge', 'vlan', 'nat', 'isolated', 'route'],
  NicBlock: ['carries', 'mac', 'address', 'dhcp', 'mtu', 'gateway', 'dns', 'zone', 'wake-on-lan'],
  BondBlock: ['ports', 'mode', 'primary', 'carries', 'lacp-rate', 'hash', 'miimon', 'mtu', 'address', 'dhcp'],
  VlanBlock: ['on', 'network', 'id', 'address', 'mtu', 'gateway', 'zone'],
  BridgeBlock: [
    'ports',
    'network',
    'vlan-aware',
    'vlans',
    'port',
    'stp',
    'address',
    'mtu',
    'zone',
    'pvid',
    'mac',
  ],
  PortBlock: ['trunk', 'native', 'isolated', 'cost', 'priority'],
  VirtualNetworkBlock: [
    'subnet',
    'dhcp',
    'lease',
    'forward',
    'host-access',
    'bridge',
    'domain',
    'zone',
    'over',
  ],
  GuestBlock: ['vcpus', 'nic', 'pin'],
  GuestNicBlock: [
    'network',
    'trunk',
    'native',
    'queues',
    'mac',
    'bandwidth',
    'filter',
    'vlan',
    'bridge',
    'mtu',
  ],
  ZoneBlock: ['target', 'services', 'ports', 'sources', 'rich-rule', 'masquerade', 'forward'],
};

/** Keywords that take several properties of one kind; the others are offered once. */
const REPEATABLE: ReadonlySet<string> = new Set([
  'nic',
  'bond',
  'vlan',
  'bridge',
  'nat',
  'routed',
  'isolated',
  'port',
  'route',
  'lease',
  'forward',
  'rich-rule',
]);

/** Blocks in which a keyword that is repeatable elsewhere is a property like others. */
const SINGLE: Readonly<Record<string, ReadonlySet<string>>> = {
  NetworkBlock: new Set(['vlan', 'bridge']),
  VirtualNetworkBlock: new Set(['bridge']),
  ZoneBlock: new Set(['forward']),
  PortBlock: new Set(['isolated']),
  GuestNicBlock: new Set(['vlan', 'bridge', 'isolated']),
};

const ADDRESSING: ReadonlySet<string> = new Set([
  'address',
  'dhcp',
  'slaac',
  'none',
  'gateway',
  'dns',
  'search',
  'zone',
  'route',
]);
const SPANNING_TREE: ReadonlySet<string> = new Set(['priority', 'forward-delay', 'hello-time', 'max-age']);

/** The keywords that make sense at the cursor, the likeliest first. */
export function keywordsAt(situation: Situation): readonly string[] {
  const { rule, starters } = situation.cursor.vocabulary;
  const order = [...lacking(situation), ...(ORDER[rule] ?? [])];
  const rank = (keyword: string): number => {
    const place = order.indexOf(keyword);
    return (place < 0 ? order.length : place) + (comesLater(situation, keyword) ? 100 : 0);
  };
  return [...starters]
    .filter((keyword) => mayStand(situation, keyword))
    .map((keyword) => ({ keyword, rank: rank(keyword) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ keyword }) => keyword);
}

/** What a site begins with, as long as it has none: networks, then the shape of its hosts, then hosts, then guests. */
function lacking({ cursor, site }: Situation): readonly string[] {
  if (cursor.blocks.length > 0) return [];
  const { networks, hosts, guests } = site.index.network;
  if (networks.length === 0) return ['network'];
  if (hosts.length === 0) return site.profiles.length === 0 ? ['network', 'profile', 'host'] : ['host'];
  return guests.length === 0 ? ['guest'] : [];
}

function mayStand(situation: Situation, keyword: string): boolean {
  const { rule } = situation.cursor.vocabulary;
  if (isSaid(situation, keyword) && (!REPEATABLE.has(keyword) || SINGLE[rule]?.has(keyword) === true))
    return false;
  return (
    (SUITS[rule]?.(situation, keyword) ?? true) &&
    (!isAddressing(rule, keyword) || mayHaveAddress(situation, keyword))
  );
}

const isAddressing = (rule: string, keyword: string): boolean =>
  ADDRESSING.has(keyword) && ['NicBlock', 'BondBlock', 'VlanBlock', 'BridgeBlock'].includes(rule);

/** A port of a bond or bridge has no address; nor has what says `none`. */
function mayHaveAddress(situation: Situation, keyword: string): boolean {
  if (isPort(situation)) return false;
  if (isSaid(situation, 'none')) return keyword === 'zone';
  return keyword !== 'none' || !['address', 'dhcp', 'slaac'].some((other) => isSaid(situation, other));
}

function isPort(situation: Situation): boolean {
  const own = ownName(situation);
  return devicesAround(situation).some(({ name, controller }) => name === own && controller !== undefined);
}

/** Of these only one can be said. */
const excludes = (situation: Situation, keyword: string, ...rivals: readonly string[]): boolean =>
  rivals.includes(keyword) && rivals.some((rival) => rival !== keyword && isSaid(situation, rival));

const SUITS: Readonly<Record<string, (situation: Situation, keyword: string) => boolean>> = {
  NetworkBlock: (situation, keyword) => {
    if (excludes(situation, keyword, 'vlan', 'vlans')) return false;
    const roles = said(situation, 'roles');
    return keyword !== 'bridge' || roles.length === 0 || roles.includes('vm');
  },
  ProfileBlock: (_, keyword) => !['ssh', 'number', 'via'].includes(keyword),
  NicBlock: (situation, keyword) => keyword !== 'carries' || !isPort(situation),
  BondBlock: (situation, keyword) =>
    fitsMode(situation, keyword) && (keyword !== 'carries' || !isPort(situation)),
  VirtualNetworkBlock: (situation, keyword) => {
    const kind = innermost(situation)?.keyword;
    if (keyword === 'forward') return kind === 'nat';
    if (keyword === 'over') return kind !== 'isolated' && !isSaid(situation, 'forward');
    return keyword !== 'host-access' || kind === 'isolated';
  },
  GuestBlock: (situation, keyword) => keyword !== 'pin' || isSaid(situation, 'vcpus'),
  GuestNicBlock: (situation, keyword) => {
    if (excludes(situation, keyword, 'network', 'bridge')) return false;
    if (keyword === 'vlan' && (isSaid(situation, 'trunk') || isSaid(situation, 'native'))) return false;
    if ((keyword === 'trunk' || keyword === 'native') && isSaid(situation, 'vlan')) return false;
    if (['vlan', 'trunk', 'native'].includes(keyword)) return isTrunkHere(situation) !== false;
    return keyword !== 'queues' || (said(situation, 'model')[0] ?? 'virtio') === 'virtio';
  },
};

const OPTIONS: Readonly<Record<string, readonly BondMode[]>> = {
  primary: MODES_OF_BOND_OPTION.primary,
  'lacp-rate': MODES_OF_BOND_OPTION.lacpRate,
  'arp-interval': MODES_OF_BOND_OPTION.arpInterval,
  'arp-targets': MODES_OF_BOND_OPTION.arpTargets,
  hash: MODES_THAT_USE_BOND_OPTION.hash,
  'fail-over-mac': MODES_THAT_USE_BOND_OPTION.failOverMac,
  'ad-select': MODES_THAT_USE_BOND_OPTION.adSelect,
  'min-links': MODES_THAT_USE_BOND_OPTION.minLinks,
};

/** Options that the mode of the bond knows and uses; the delays belong to `miimon`, targets to `arp-interval`. */
function fitsMode(situation: Situation, keyword: string): boolean {
  const mode = said(situation, 'mode')[0] ?? 'active-backup';
  if (OPTIONS[keyword]?.every((known) => known !== mode) === true) return false;
  if (keyword === 'arp-targets') return isSaid(situation, 'arp-interval');
  if (keyword === 'arp-interval') return !isSaid(situation, 'miimon');
  return !['miimon', 'updelay', 'downdelay'].includes(keyword) || !isSaid(situation, 'arp-interval');
}

/** What is allowed, but would do nothing yet. */
function comesLater(situation: Situation, keyword: string): boolean {
  if (situation.cursor.vocabulary.rule !== 'BridgeBlock') return false;
  if (SPANNING_TREE.has(keyword)) return !isSaid(situation, 'stp');
  if (keyword === 'vlans' || keyword === 'pvid') return !isSaid(situation, 'vlan-aware');
  return (
    (keyword === 'port' && isSaid(situation, 'ports')) || (keyword === 'ports' && isSaid(situation, 'port'))
  );
}
