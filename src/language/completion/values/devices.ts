import { MAX_INTERFACE_NAME_BYTES, type LogicalNetwork } from '../../../model/index.js';
import { freeName, nextName, nextVlan } from '../free-values.js';
import type { KnownDevice } from '../site-knowledge.js';
import {
  devicesAround,
  innermost,
  networkNamed,
  ownerOf,
  ownName,
  said,
  type Situation,
} from '../situation.js';
import { words, type Value } from '../value.js';

const KINDS = { nic: 'NIC', bond: 'bond', vlan: 'VLAN device', bridge: 'bridge' } as const;

const asValues = (devices: readonly KnownDevice[]): readonly Value[] =>
  devices.map(({ name, kind }) => ({ name, detail: KINDS[kind], reference: true }));

/** Devices of a kind that no bond and no bridge has as a port, but for the one around the cursor. */
export function freeDevices(situation: Situation, controller: 'bond' | 'bridge'): readonly KnownDevice[] {
  const own = ownName(situation);
  const free = devicesAround(situation).filter(
    (device) =>
      device.name !== own &&
      (device.controller === undefined || device.controller === own) &&
      (controller === 'bond' ? device.kind === 'nic' : device.kind !== 'bridge'),
  );
  return controller === 'bond' ? free : [...free].sort((a, b) => uplinkRank(a) - uplinkRank(b));
}

/** A bond is the likeliest uplink of a bridge; what carries networks already is the least. */
const uplinkRank = ({ kind, networks }: KnownDevice): number =>
  (networks.length > 0 ? 10 : 0) + { bond: 0, nic: 1, vlan: 2, bridge: 3 }[kind];

export function portValues(situation: Situation): readonly Value[] {
  const taken = new Set([...said(situation, 'ports'), ...said(situation, 'port')]);
  const controller = innermost(situation)?.keyword === 'bond' ? 'bond' : 'bridge';
  return asValues(freeDevices(situation, controller).filter(({ name }) => !taken.has(name)));
}

/** The ports of the bond, in the order in which they are written. */
export function primaryValues(situation: Situation): readonly Value[] {
  const own = ownName(situation);
  const ports = said(situation, 'ports');
  const elsewhere = devicesAround(situation).filter(({ controller }) => controller === own);
  const names = ports.length > 0 ? ports : elsewhere.map(({ name }) => name);
  return names.map((name) => ({ name, reference: true, detail: 'port of this bond' }));
}

/** What a VLAN can stand on. */
export function parentValues(situation: Situation): readonly Value[] {
  const own = ownName(situation);
  const parents = devicesAround(situation).filter(
    ({ name, kind, controller }) => kind !== 'vlan' && controller === undefined && name !== own,
  );
  const rank = { bond: 0, nic: 1, bridge: 2, vlan: 3 };
  return asValues([...parents].sort((a, b) => rank[a.kind] - rank[b.kind]));
}

/** Where traffic of a libvirt network may leave: devices that are no ports. */
export const wayOutValues = (situation: Situation): readonly Value[] =>
  asValues(devicesAround(situation).filter(({ controller }) => controller === undefined));

/** Names for a new device; of NICs those that the host really has come first. */
export function deviceNames(situation: Situation, keyword: string): readonly Value[] {
  const known = devicesAround(situation);
  const taken = known.map(({ name }) => name);
  switch (keyword) {
    case 'nic':
      return nicNames(situation, known);
    case 'bond':
      return [...undone(known, 'bond'), ...words([nextName(namesOf(known, 'bond'), 'bond0')], 'next')];
    case 'bridge':
      return [...derived(known), ...words([nextName(namesOf(known, 'bridge'), 'br0')], 'next')];
    case 'vlan':
      return vlanNames(situation, known);
    default:
      return words([freeName(taken, { nat: 'lab', routed: 'lab', isolated: 'back' }[keyword] ?? keyword)]);
  }
}

const namesOf = (devices: readonly KnownDevice[], kind: KnownDevice['kind']): readonly string[] =>
  devices.flatMap((device) => (device.kind === kind ? [device.name] : []));

function nicNames(situation: Situation, known: readonly KnownDevice[]): readonly Value[] {
  const owner = ownerOf(situation);
  const declared = new Set(namesOf(known, 'nic'));
  const observed = owner ? situation.site.observedNics(owner) : [];
  const real = observed
    .filter(({ name }) => !declared.has(name))
    .map(({ name, mac }) => ({ name, detail: mac ?? 'found on the host', reference: true as const }));
  if (observed.length > 0) return real;
  return words([nextName(declared, 'eth0')], 'next');
}

/** A host may add to the bonds of its profiles. */
const undone = (known: readonly KnownDevice[], kind: KnownDevice['kind']): readonly Value[] =>
  asValues(known.filter((device) => device.kind === kind && device.inherited === true));

/** A bridge that follows from `carries` may be written to add to it. */
const derived = (known: readonly KnownDevice[]): readonly Value[] =>
  known.flatMap((device) =>
    device.kind === 'bridge' && device.derived === true
      ? [{ name: device.name, detail: 'adds to what follows from carries', reference: true as const }]
      : [],
  );

/** `bond0.14`: the lowest id above those on the likeliest parent. */
function vlanNames(situation: Situation, known: readonly KnownDevice[]): readonly Value[] {
  const [parent] = parentValues(situation);
  const id = nextVlan(situation.site.index.network);
  const name = `${parent?.name ?? 'eth0'}.${id}`;
  return known.some((device) => device.name === name) ? [] : words([name], 'next');
}

/** MACs: of a NIC the one that was found on the host. */
export function macValues(situation: Situation): readonly Value[] {
  const { cursor, site } = situation;
  if (cursor.vocabulary.rule !== 'NicBlock') return [];
  const owner = ownerOf(situation);
  if (owner?.kind !== 'host') return [];
  const name = ownName(situation);
  const observed = site.observedNics(owner);
  const own = observed.filter((nic) => nic.name === name);
  const declared = new Set(namesOf(devicesAround(situation), 'nic'));
  // A NIC that is called otherwise on the host is found by its MAC: those that nobody declared come next.
  const others = observed.filter((nic) => !declared.has(nic.name));
  return [...own, ...others].flatMap((nic) =>
    nic.mac === undefined ? [] : [{ name: nic.mac, detail: `${nic.name} of ${owner.name}` }],
  );
}

/** The name of the bridge of a network, short enough for an interface. */
export function bridgeNameValues(situation: Situation): readonly Value[] {
  const own = ownName(situation);
  if (own === undefined) return [];
  const prefix = situation.cursor.vocabulary.rule === 'NetworkBlock' ? 'br-' : 'virbr-';
  const name = `${prefix}${own}`.slice(0, MAX_INTERFACE_NAME_BYTES);
  return [{ name, reference: true, detail: 'name of the bridge' }];
}

/** The networks that a device serves by what is written around the cursor. */
export const networksSaid = (situation: Situation): readonly LogicalNetwork[] =>
  [...said(situation, 'network'), ...said(situation, 'carries')].flatMap(
    (name) => networkNamed(situation, name) ?? [],
  );
