import { BOND_MODES, HASH_POLICIES, PREDEFINED_ZONES, ROLES, ZONE_TARGETS } from '../../model/index.js';
import type { Cursor, OpenBlock } from './cursor.js';
import type { Named, NamedDevice, OwnerBlock, Placement, SiteNames } from './site-names.js';

export interface ValueProposal extends Named {
  /** The name of something that is declared. */
  readonly reference?: true;
}

const words = (list: readonly string[], detail?: string): readonly ValueProposal[] =>
  list.map((name) => ({ name, ...(detail !== undefined && { detail }) }));

const references = (list: readonly Named[]): readonly ValueProposal[] =>
  list.map(({ name, detail }) => ({ name, ...(detail !== undefined && { detail }), reference: true }));

/** Values that depend on nothing but the keyword. */
const FIXED: Readonly<Record<string, readonly string[]>> = {
  roles: ROLES,
  mode: BOND_MODES,
  hash: HASH_POLICIES,
  'lacp-rate': ['slow', 'fast'],
  'fail-over-mac': ['none', 'active', 'follow'],
  'ad-select': ['stable', 'bandwidth', 'count'],
  target: ZONE_TARGETS,
  model: ['virtio', 'e1000e', 'igb', 'rtl8139'],
  queues: ['auto'],
  link: ['on', 'off'],
  filter: ['clean-traffic', 'no-mac-spoofing', 'no-ip-spoofing', 'no-arp-spoofing', 'no-other-l2-traffic'],
  services: [
    'ssh',
    'http',
    'https',
    'dns',
    'dhcp',
    'nfs',
    'iscsi-target',
    'cockpit',
    'libvirt',
    'ntp',
    'snmp',
  ],
  miimon: ['100 ms'],
  mtu: ['1500', '9000'],
};

/** What may be the value that the cursor expects, best first. */
export function valuesFor(cursor: Cursor, site: SiteNames): readonly ValueProposal[] {
  const proposals = allValues(cursor, site);
  const given = new Set(cursor.begun.slice(1));
  return proposals.filter(({ name }) => !given.has(name));
}

function allValues(cursor: Cursor, site: SiteNames): readonly ValueProposal[] {
  const { key, blocks, begun } = cursor;
  const block = blocks.at(-1);
  switch (key) {
    case 'is':
      return references(site.profiles);
    case 'carries':
      return references(site.networks);
    case 'network':
      return block?.keyword === 'nic' ? references(attachable(blocks, site)) : references(site.networks);
    case 'bridge':
      return block?.keyword === 'nic' ? references(site.bridgesFor(placementOf(blocks[0]))) : [];
    case 'zone':
      return [...references(site.zones), ...words(PREDEFINED_ZONES, 'predefined')];
    case 'hosts':
    case 'via':
      return begun[0] === 'route' ? [] : references(site.hosts);
    case 'in':
      return begun[0] === 'guest' ? references(site.pools) : [];
    case 'to':
      return references(site.guests);
    case 'on':
      return begun[0] === 'guest' ? references(site.hosts) : references(parents(site, blocks));
    case 'ports':
      return block?.keyword === 'zone' ? [] : references(freeDevices(site, blocks));
    case 'port':
      return references(freeDevices(site, blocks));
    case 'primary':
      return words(blocks.at(-1)?.said.get('ports') ?? []).filter(({ name }) => name !== ',');
    case 'over':
      return references(devices(site, blocks));
    case 'number':
      return words([String(site.nextNumber())], 'next free');
    case 'vlan':
    case 'id':
      return block?.keyword === 'network' || key === 'id'
        ? words([String(site.nextVlan())], 'next free')
        : [];
    case undefined:
      return [];
    default:
      return words(FIXED[key] ?? []);
  }
}

function attachable(blocks: readonly OpenBlock[], site: SiteNames): readonly Named[] {
  const forGuests = site.networks.filter((network) => network.forGuests);
  return [...forGuests, ...site.virtualNetworksFor(placementOf(blocks[0]))];
}

function placementOf(guest: OpenBlock | undefined): Placement {
  const [, preposition, name] = guest?.header ?? [];
  if (name === undefined) return {};
  return preposition === 'in' ? { pool: name } : { host: name };
}

function ownerOf(blocks: readonly OpenBlock[]): OwnerBlock | undefined {
  const outer = blocks.find(({ keyword }) => keyword === 'host' || keyword === 'profile');
  const name = outer?.header[0];
  return outer && name !== undefined
    ? { kind: outer.keyword === 'host' ? 'host' : 'profile', name }
    : undefined;
}

function devices(site: SiteNames, blocks: readonly OpenBlock[]): readonly NamedDevice[] {
  const owner = ownerOf(blocks);
  return owner ? site.devicesOf(owner) : [];
}

/** A bond takes NICs, a bridge anything but bridges; each only once. */
function freeDevices(site: SiteNames, blocks: readonly OpenBlock[]): readonly NamedDevice[] {
  const inner = blocks.at(-1);
  const own = inner?.header[0];
  return devices(site, blocks).filter(
    ({ name, kind, controller }) =>
      name !== own &&
      (controller === undefined || controller === own) &&
      (inner?.keyword === 'bond' ? kind === 'nic' : kind !== 'bridge'),
  );
}

/** What a VLAN can stand on. */
function parents(site: SiteNames, blocks: readonly OpenBlock[]): readonly NamedDevice[] {
  return devices(site, blocks).filter(({ kind, controller }) => kind !== 'vlan' && controller === undefined);
}
