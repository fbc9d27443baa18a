import type { CheckedNetwork, Element, ElementId, Host, NetworkIndex } from '../../model/index.js';
import type { Subject } from '../places/subject.js';
import type { CompiledPart } from './compiled-part.js';
import {
  deviceFacts,
  guestFacts,
  guestNicFacts,
  hostFacts,
  listed,
  networkFacts,
  poolFacts,
  profileFacts,
  virtualNetworkFacts,
  zoneFacts,
  type Fact,
} from './describe.js';
import { code, codeBlock, escapeText } from './markdown.js';

/** Where the compiled files come from; undefined while errors stand. */
export interface HoverSource {
  readonly index: NetworkIndex;
  readonly checked?: CheckedNetwork | undefined;
  readonly partOf: (id: ElementId, host: string, network: CheckedNetwork) => CompiledPart | undefined;
}

/** Something that a hover tells about, of one host or of several at once. */
interface Topic {
  /** `bond kvm1.bond0` */
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly documentation?: string | undefined;
  /** What is compiled of it, and on which host; elements that no file expresses have none. */
  readonly compiled?: { readonly id: ElementId; readonly host: string };
}

/** More would not be read. */
const MOST = 3;
/** Files are shown of so many things at once. */
const MOST_FILES = 2;

/** What is worth knowing, most wanted first: where it is reached, what it consists of, what the host gets. */
export function hoverMarkdown(subjects: readonly Subject[], source: HoverSource): string | undefined {
  const topics = topicsOf(subjects, source.index);
  if (topics.length === 0) return undefined;
  const shown = topics.slice(0, MOST);
  const withFiles = shown.length <= MOST_FILES;
  const sections = shown.map((topic) => topicMarkdown(topic, withFiles ? source : undefined));
  const more = topics.length - shown.length;
  return [...sections, ...(more > 0 ? [`… and ${more} more like it`] : [])].join('\n\n---\n\n');
}

function topicsOf(subjects: readonly Subject[], index: NetworkIndex): readonly Topic[] {
  const devices = subjects.filter(({ kind }) => kind === 'device');
  // What follows says itself which network it follows from.
  const told = devices.length > 0 ? devices : subjects;
  const groups = new Map<string, Subject[]>();
  for (const subject of told) {
    const key = keyOf(subject);
    groups.set(key, [...(groups.get(key) ?? []), subject]);
  }
  return [...groups.values()].flatMap((group) => topicOf(group, index));
}

/** Devices and libvirt networks of one name are told of together, whichever their hosts. */
function keyOf(subject: Subject): string {
  switch (subject.kind) {
    case 'device':
      return `device ${subject.device.name}`;
    case 'virtual-network':
      return `virtual network ${subject.network.name}`;
    case 'network':
      return subject.network.id;
    case 'host':
      return subject.host.id;
    case 'profile':
      return `profile ${subject.name}`;
    case 'pool':
      return subject.pool.id;
    case 'zone':
      return subject.zone.id;
    case 'guest':
      return subject.guest.id;
    case 'guest-nic':
      return subject.nic.id;
  }
}

function topicOf(group: readonly Subject[], index: NetworkIndex): readonly Topic[] {
  const [first] = group;
  if (!first) return [];
  switch (first.kind) {
    case 'device':
    case 'virtual-network':
      return [ofHosts(group.filter(isOnHost), index)];
    case 'network':
      return [plain('network', first.network, networkFacts(first.network, index))];
    case 'host':
      return [plain('host', first.host, hostFacts(first.host, index))];
    case 'profile':
      return [{ title: `profile ${first.name}`, facts: profileFacts(first.hosts) }];
    case 'pool':
      return [plain('pool', first.pool, poolFacts(first.pool, index))];
    case 'zone': {
      const [host] = index.network.hosts;
      const topic = plain('zone', first.zone, zoneFacts(first.zone));
      return [host ? { ...topic, compiled: { id: first.zone.id, host: host.name } } : topic];
    }
    case 'guest':
      return [plain('guest', first.guest, guestFacts(first.guest))];
    case 'guest-nic': {
      const { nic, guest } = first;
      const host = index.host(guest.hosts[0] ?? '')?.name;
      return [
        {
          title: `nic ${guest.name}.${nic.name}`,
          facts: guestNicFacts(nic, guest, index),
          documentation: nic.documentation,
          ...(host !== undefined && { compiled: { id: nic.id, host } }),
        },
      ];
    }
  }
}

const plain = (noun: string, { name, documentation }: Element, facts: readonly Fact[]): Topic => ({
  title: `${noun} ${name}`,
  facts,
  documentation,
});

type OnHost = Extract<Subject, { readonly kind: 'device' | 'virtual-network' }>;
const isOnHost = (subject: Subject): subject is OnHost =>
  subject.kind === 'device' || subject.kind === 'virtual-network';

const elementOf = (subject: OnHost) => (subject.kind === 'device' ? subject.device : subject.network);

/** The devices of one name on all hosts of a profile. */
function ofHosts(subjects: readonly OnHost[], index: NetworkIndex): Topic {
  const [first] = subjects;
  if (!first) return { title: '', facts: [] };
  const { kind, name, documentation, id } = elementOf(first);
  const facts = mergedFacts(
    subjects.map((subject) => [
      subject.host,
      subject.kind === 'device' ? deviceFacts(subject.device, index) : virtualNetworkFacts(subject.network),
    ]),
  );
  const alone = subjects.length === 1;
  const hosts = subjects.map(({ host }) => host.name);
  return {
    title: alone ? `${kind} ${first.host.name}.${name}` : `${kind} ${name}`,
    facts: alone ? facts : [...facts, ['hosts', listed(hosts)]],
    documentation,
    compiled: { id, host: first.host.name },
  };
}

/** What all have in common is said once; else each host is named. */
function mergedFacts(byHost: readonly (readonly [Host, readonly Fact[]])[]): readonly Fact[] {
  const names = [...new Set(byHost.flatMap(([, facts]) => facts.map(([name]) => name)))];
  return names.map((name) => {
    const said = byHost.map(
      ([host, facts]) => [host.name, facts.find((fact) => fact[0] === name)?.[1]] as const,
    );
    const [first] = said;
    if (said.every(([, value]) => value === first?.[1])) return [name, first?.[1]];
    return [name, listed(said.flatMap(([host, value]) => (value === undefined ? [] : [`${host} ${value}`])))];
  });
}

function topicMarkdown(
  { title, facts, documentation, compiled }: Topic,
  source: HoverSource | undefined,
): string {
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [`| ${name} | ${code(value)} |`],
  );
  const parts = [`**${code(title)}**`];
  if (documentation !== undefined) parts.push(escapeText(documentation));
  if (rows.length > 0) parts.push(['| | |', '|---|---|', ...rows].join('\n'));
  if (compiled && source) parts.push(...compiledMarkdown(compiled, source));
  return parts.join('\n\n');
}

function compiledMarkdown(
  { id, host }: { readonly id: ElementId; readonly host: string },
  { checked, partOf }: HoverSource,
): readonly string[] {
  if (!checked) return ['_Nothing is compiled while errors stand._'];
  const part = partOf(id, host, checked);
  return part ? [`${code(part.path)} on ${code(host)}`, codeBlock(part.text, part.language)] : [];
}
