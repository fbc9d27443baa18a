import { type Edit, type Origin } from '../../model/index.js';
import { nextNumber, nextSubnet, nextVlan, written } from '../completion/free-values.js';
import type { Declaration, Declarations } from '../declarations/declaration.js';
import type { Occurrence } from '../rename/occurrences.js';
import { Renamer } from '../rename/rename.js';
import { localName } from '../rename/shapes.js';
import { quoteIfNeeded } from '../tokens/value-converter.js';
import { behind, inFrontOf, type Selection } from './refactoring.js';

/** Declares what a name stands for, where nothing bears it yet: with what is known of it. */
export interface Declaring {
  readonly title: string;
  edits(): readonly Edit[];
}

export function declareMissing(selection: Selection): Declaring | undefined {
  const { uri, range } = selection;
  const renamer = new Renamer(selection);
  const occurrence = renamer.occurrenceAt(uri, range.start);
  if (!occurrence || occurrence.declares || renamer.symbolOf(occurrence)) return undefined;
  const file = selection.files.find((each) => each.uri === uri);
  if (!file) return undefined;
  if (occurrence.kind === 'device') return deviceFor(occurrence);
  const declaration = topLevel(occurrence, selection);
  if (!declaration) return undefined;
  const { keyword, rest, like } = declaration;
  const text = `${keyword} ${quoteIfNeeded(occurrence.name)}${rest}`;
  return {
    title: `Declare ${keyword} ${occurrence.name}`,
    edits: () => [beside(text, file, like(file), occurrence.origin)],
  };
}

/** A name in the place of a port or parent; what it is, its name tells, else it is a NIC. */
function deviceFor(occurrence: Occurrence & { readonly kind: 'device' }): Declaring | undefined {
  const { shape } = occurrence;
  const { bodyEnd } = shape.places;
  const name = localName(occurrence);
  if (!bodyEnd || name.includes('.')) return undefined;
  const kind = /^(?:bond|team)\d*$/.test(name)
    ? 'bond'
    : /^(?:br|bridge|virbr)[-\d]/.test(name)
      ? 'bridge'
      : 'nic';
  return {
    title: `Declare ${kind} ${name} in ${shape.name}`,
    edits: () => [{ kind: 'append', at: bodyEnd, text: `${kind} ${quoteIfNeeded(name)}` }],
  };
}

interface TopLevel {
  readonly keyword: string;
  /** What stands behind the name. */
  readonly rest: string;
  /** Declarations of the same kind: the new one goes behind the last. */
  readonly like: (file: Declarations) => readonly Declaration[];
}

function topLevel(occurrence: Occurrence, selection: Selection): TopLevel | undefined {
  const { network } = selection.index;
  switch (occurrence.kind) {
    case 'networks':
    case 'plugged-network':
      return {
        keyword: 'network',
        rest: networkRest(occurrence, selection),
        like: ({ networks }) => networks,
      };
    case 'zones':
      return { keyword: 'zone', rest: ' { target DROP }', like: ({ zones }) => zones };
    case 'hosts':
      return { keyword: 'host', rest: ` { number ${nextNumber(network)} }`, like: ({ hosts }) => hosts };
    case 'profiles':
      return { keyword: 'profile', rest: ' { }', like: ({ profiles }) => profiles };
    case 'pools': {
      const hosts = network.hosts.map(({ name }) => quoteIfNeeded(name)).join(', ');
      return hosts === ''
        ? undefined
        : { keyword: 'pool', rest: ` { hosts ${hosts} }`, like: ({ pools }) => pools };
    }
    case 'guests': {
      const host = selection.files
        .flatMap(({ hosts }) => hosts)
        .find(({ places: { whole } }) => holds(whole, occurrence.origin));
      return (
        host && {
          keyword: 'guest',
          rest: ` on ${quoteIfNeeded(host.name)} { vcpus 2 }`,
          like: ({ guests }) => guests,
        }
      );
    }
    default:
      return undefined;
  }
}

/** Names tell what networks are for; guests plug into networks for guests. */
function networkRest({ name, kind }: Occurrence, { index: { network } }: Selection): string {
  const told = /heart|pulse|corosync/i.test(name)
    ? 'heartbeat'
    : /migrat/i.test(name)
      ? 'migration'
      : /stor|iscsi|nfs|ceph/i.test(name)
        ? 'storage'
        : /manage|mgmt|admin/i.test(name)
          ? 'management'
          : 'vm';
  const role = kind === 'plugged-network' ? 'vm' : told;
  const isFirst = role === 'management' && network.networks.every(({ vlan }) => vlan !== undefined);
  const vlan = nextVlan(network);
  const parts = [
    `roles ${role}`,
    ...(isFirst ? [] : [`vlan ${vlan}`]),
    ...(role === 'vm' ? [] : [`subnet ${written(nextSubnet(network, isFirst ? undefined : vlan))}`]),
  ];
  return ` { ${parts.join('  ')} }`;
}

/** Behind the last declaration of its kind, else before the one that needs it. */
function beside(text: string, file: Declarations, alike: readonly Declaration[], from: Origin): Edit {
  const last = alike.at(-1);
  if (last) return { kind: 'replace', at: behind(last.places.whole), text: `\n${text}` };
  const all = [file.networks, file.zones, file.pools, file.profiles, file.hosts, file.guests].flat();
  const needing = all.find(({ places: { whole } }) => holds(whole, from));
  const at = needing ? inFrontOf(needing.places.whole) : inFrontOf(from);
  return { kind: 'replace', at, text: `${text}\n` };
}

const holds = ({ uri, range }: Origin, { uri: other, range: inner }: Origin): boolean =>
  uri === other && range.start.line <= inner.start.line && inner.end.line <= range.end.line;
