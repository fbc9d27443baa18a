import fc from 'fast-check';
import { BOND_MODES, type Network } from '../../../src/model/index.js';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Writable = Record<string, unknown> | unknown[];

/** Which of the possible changes to make, and with what. */
export interface Mutation {
  readonly pick: number;
  readonly how: number;
  readonly number: number;
  readonly text: string;
}

const NUMBERS = [-1, 0, 1, 2, 12, 67, 68, 255, 256, 1279, 1500, 4094, 4095, 9000, 65_536, 4_294_967_296];

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  pick: fc.nat(),
  how: fc.nat(),
  number: fc.oneof(fc.constantFrom(...NUMBERS), fc.integer()),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      '',
      '.',
      'lo',
      'all',
      'br0',
      'eth0',
      '${x}',
      '__proto__',
      '%',
      '52:54:00:00:00:01',
      '10.11.10.22',
      '::1',
    ),
  ),
});

/** Keys that the model may lack. */
const OPTIONAL = new Set([
  'controller',
  'derived',
  'mac',
  'vlan',
  'vlans',
  'pvid',
  'trunk',
  'native',
  'number',
  'via',
  'mtu',
  'zone',
  'bridge',
  'over',
  'primary',
  'miimon',
  'arpInterval',
  'arpTargets',
  'lacpRate',
  'minLinks',
  'updelay',
  'forwardDelay',
  'maxAge',
  'vcpus',
  'pin',
  'queues',
  'filter',
  'boot',
  'bandwidth',
  'in',
  'out',
  'network',
  'follows',
  'from',
  'dhcp',
  'slaac',
  'none',
  'metric',

  'masquerade',
  'target',
  'wakeOnLan',
  'isolated',
  'user',
  'port',
]);
/** Of those, keys that some other element must have. */
const REQUIRED_IN: Readonly<Record<string, readonly string[]>> = {
  mtu: ['kind'],
  mac: ['model', 'address'],
  network: ['derived', 'device', 'autostart', 'on'],
  bridge: ['autostart'],
  dhcp: ['leases'],
  isolated: [],
  port: ['guestPort'],
};

const POSITIONS: ReadonlySet<string> = new Set(['origin', 'places', 'folder']);

const ID = /^(network|pool|host|guest|zone)\//;

/**
 * Networks that no text would give, but that the type allows: references that lead nowhere or to something of another
 * kind, duplicates, numbers out of every range, names of any characters, properties missing.
 */
export function mutateNetwork(network: Network, mutations: readonly Mutation[]): Network {
  const copy = structuredClone(network) as unknown as Json;
  const ids = [...collectIds(copy), 'host/none', 'host/none/device/none', ''];
  for (const mutation of mutations) mutateOnce(copy, mutation, ids);
  return copy as unknown as Network;
}

function collectIds(value: Json): Set<string> {
  const ids = new Set<string>();
  walk(value, (parent, key) => {
    const child = (parent as Record<string, unknown>)[key];
    if (typeof child === 'string' && ID.test(child)) ids.add(child);
  });
  return ids;
}

function walk(value: unknown, visit: (parent: Writable, key: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const parent = value as Writable;
  for (const key of Object.keys(parent)) {
    // Positions stay: they are not what rules decide by.
    if (POSITIONS.has(key)) continue;
    visit(parent, key);
    walk((parent as Record<string, unknown>)[key], visit);
  }
}

function mutateOnce(root: Json, { pick, how, number, text }: Mutation, ids: readonly string[]): void {
  const changes: (() => void)[] = [];
  walk(root, (parent, key) => {
    const target = parent as Record<string, unknown>;
    const child = target[key];
    // An address and its prefix belong together.
    if (key === 'prefix' || key === 'family') return;
    if (typeof child === 'number') changes.push(() => (target[key] = number));
    else if (typeof child === 'boolean') changes.push(() => (target[key] = !child));
    else if (typeof child === 'string')
      changes.push(...changesOfText(target, key, child, { how, text, ids }));
    else if (Array.isArray(child)) changes.push(() => (target[key] = changedList(child, how)));
    if (
      OPTIONAL.has(key) &&
      !(REQUIRED_IN[key] ?? []).some((other) => other in target) &&
      !Array.isArray(parent)
    )
      changes.push(() => Reflect.deleteProperty(target, key));
  });
  changes[pick % Math.max(changes.length, 1)]?.();
}

function changesOfText(
  target: Record<string, unknown>,
  key: string,
  child: string,
  { how, text, ids }: { readonly how: number; readonly text: string; readonly ids: readonly string[] },
): readonly (() => void)[] {
  if (ID.test(child)) return [() => (target[key] = ids[how % ids.length])];
  if ((BOND_MODES as readonly string[]).includes(child))
    return [() => (target[key] = BOND_MODES[how % BOND_MODES.length])];
  if (key === 'name') return [() => (target[key] = text)];
  return [];
}

function changedList(list: readonly unknown[], how: number): readonly unknown[] {
  const index = how % Math.max(list.length, 1);
  switch (how % 4) {
    case 0:
      return list.filter((_, i) => i !== index);
    case 1:
      return [...list, ...list.slice(index, index + 1)];
    case 2:
      return list.toReversed();
    default:
      return [];
  }
}
