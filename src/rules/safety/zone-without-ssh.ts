import {
  assertNever,
  contains,
  familyOf,
  formatInterfaceAddress,
  hasRole,
  type Host,
  type IpAddress,
  type Origin,
  parseInterfaceAddress,
  parseIpAddress,
  type Parsed,
  parseRichRule,
  type RichRuleElement,
  type Sourced,
  type Subnet,
  subnetOf,
  type Zone,
} from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

const SSH = 22;
const NOTHING: Hindrance = { kind: 'nothing' };

/** Zones that firewalld brings along in which no service is allowed. */
const CLOSED: readonly string[] = ['block', 'drop'];

export const zoneOfManagementShouldLetSshIn: Rule = {
  code: 'safety/zone-without-ssh',
  severity: 'warning',
  reason: 'No new SSH connection gets in: the deployment rolls back; otherwise nobody can log in any more.',
  title: 'The zone of the management network lets SSH in',
  documentation: {
    what: `Looks at the zone of each device that serves a network with role \`management\`: \`drop\`, \`block\`, or a zone of the site whose
\`target\` is not \`ACCEPT\` and that names neither the service \`ssh\`, nor the port at which the host is reached, nor a rich rule that
accepts. The service \`ssh\` is port 22:
of a host whose \`ssh\` names another port, that one has to be among \`ports\`. And for a rich rule of the zone that drops or rejects
the service or the port for everybody. Zones with \`sources\` go first: such a zone that takes in the whole subnet of a management network, or the address of the
host that others are reached through (\`via\`), is looked at in the same way. Where one with sources of its own lets SSH in, the rule
is silent.`,
    why: `firewalld asks zones by source before zones by interface, and among those the first by name: what comes from 10.11.10.5
belongs to the zone with \`sources 10.0.0.0/8\`, whatever the zone of the device allows. It refuses what a zone does not name. Rich
rules that deny come before rules and services that allow, unless \`priority\` says otherwise. Connections that stand go on, so that everything looks well until somebody
logs in again. KVMNet confirms a deployment over a new connection, so that the host comes back by itself, but it never gets
what was planned.`,
    sources: [
      '`firewalld.zone(5)`, target and service',
      '`firewalld.richlanguage(5)`: the order of rules that log, deny and allow, and `priority`',
      'firewalld, `config/services/ssh.xml`: port 22',
      'firewalld 2.3, `src/firewall/core/nftables.py`: `_policy_dispatch_sort_key`',
    ],
    whatToDo:
      'Add `services ssh` to the zone (`ports 2222/tcp` for another port), or make its `sources` smaller. Give a rich rule that refuses SSH the `source` that is meant.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone admin }
      zone admin { services cockpit }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone admin }
      zone admin { services cockpit, ssh }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    const bySource = sourceZones(site);
    // Somebody gets in from there, and only they may be meant to.
    if (bySource.some((zone) => isReached(zone, bySource, host) && letsIn(zone, host))) return;
    yield* zonesOfSources(host, bySource, site);
    yield* zonesOfDevices(host, site);
  },
};

function* zonesOfDevices(host: Host, site: SiteView): Iterable<Violation> {
  const reported = new Set<string>();
  for (const { network, device } of carriedNetworks(host, site)) {
    const { zone: name } = device.addressing;
    if (!hasRole(network, 'management') || !name || reported.has(name.value)) continue;
    const zone = site.zone(name.value);
    const hindrance = zone ? hindranceIn(zone, host) : CLOSED.includes(name.value) && NOTHING;
    if (!hindrance) continue;
    reported.add(name.value);
    yield {
      message: `Zone ${name.value} of ${deviceText(device)} of host ${host.name} ${hindranceText(hindrance, host)}, and network ${network.name} is for management.`,
      origin:
        placeOf(hindrance) ??
        zone?.places.name ??
        (name.follows ? network.zone : undefined)?.origin ??
        name.origin,
      related: [
        related(name.origin, `${deviceText(device)} is in the zone.`),
        ...hindrancePlaces(hindrance, host),
      ],
      subjects: [device.id, host.id, ...(zone ? [zone.id] : [])],
      ...(zone && fixesOf(hindrance, zone, host)),
    };
  }
}

function* zonesOfSources(host: Host, zones: readonly Zone[], site: SiteView): Iterable<Violation> {
  const reported = new Set<Zone>();
  for (const { network } of carriedNetworks(host, site)) {
    if (!hasRole(network, 'management')) continue;
    for (const { value: subnet, origin } of network.subnets) {
      const taker = takerOf(subnet, zones);
      if (!taker || reported.has(taker.zone)) continue;
      reported.add(taker.zone);
      const hindrance = hindranceIn(taker.zone, host) ?? NOTHING;
      yield {
        message: `Zone ${taker.zone.name} takes in all packets from ${taker.source.value} and ${hindranceText(hindrance, host)}: host ${host.name} is cut off from network ${network.name} (${formatInterfaceAddress(subnet)}), which is for management.`,
        origin: taker.source.origin,
        related: [
          related(origin, `The subnet of network ${network.name}.`),
          ...hindrancePlaces(hindrance, host),
        ],
        subjects: [host.id, taker.zone.id, network.id],
        ...fixesOf(hindrance, taker.zone, host),
      };
    }
  }
  for (const address of addressesOf(host.via && site.host(host.via.value))) {
    const taker = takerOf(wholeOf(address), zones);
    if (!taker || reported.has(taker.zone)) continue;
    reported.add(taker.zone);
    const hindrance = hindranceIn(taker.zone, host) ?? NOTHING;
    yield {
      message: `Zone ${taker.zone.name} takes in all packets from ${taker.source.value} and ${hindranceText(hindrance, host)}: host ${host.name} is reached through ${address}.`,
      origin: taker.source.origin,
      subjects: [host.id, taker.zone.id],
      ...fixesOf(hindrance, taker.zone, host),
    };
  }
}

const byName = (a: Zone, b: Zone): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Zones that take packets by their source, in the order in which firewalld asks them. */
const sourceZones = (site: SiteView): readonly Zone[] =>
  site
    .zoneNames()
    .flatMap((name) => site.zone(name) ?? [])
    .filter(({ sources }) => sources.length > 0)
    .sort(byName);

interface Taker {
  readonly zone: Zone;
  readonly source: Sourced<string>;
}

/** The first zone that takes everything from the subnet, and its source that does. */
function takerOf(subnet: Subnet, zones: readonly Zone[]): Taker | undefined {
  for (const zone of zones)
    for (const source of zone.sources) {
      const taken = subnetOfSource(source.value);
      if (taken && taken.prefix <= subnet.prefix && contains(taken, subnet.address)) return { zone, source };
    }
  return undefined;
}

/** False when another zone, which comes first, takes whatever the zone is for and lets no SSH in. */
function isReached(zone: Zone, zones: readonly Zone[], host: Host): boolean {
  const earlier = zones.filter((each) => byName(each, zone) < 0 && !letsIn(each, host));
  return zone.sources.some(({ value }) => {
    const subnet = subnetOfSource(value);
    return !subnet || !takerOf(subnet, earlier);
  });
}

const wholeOf = (address: IpAddress): Subnet => {
  const family = familyOf(address);
  return { family, address, prefix: family === 4 ? 32 : 128 };
};

/** undefined for a MAC or a set of addresses. */
function subnetOfSource(text: string): Subnet | undefined {
  const address = parseIpAddress(text);
  if (address !== undefined) return wholeOf(address);
  const parsed = parseInterfaceAddress(text);
  return parsed && subnetOf(parsed);
}

const addressesOf = (host: Host | undefined): readonly IpAddress[] =>
  host?.devices.flatMap(({ addressing }) => addressing.addresses.map(({ value }) => value.address)) ?? [];

/** Why nobody gets in by SSH: the zone names no way, only that of another port, or a rule of its own refuses it. */
type Hindrance =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'other-port'; readonly service: Sourced<string> }
  | { readonly kind: 'refused'; readonly rule: Sourced<string> };

const portOf = ({ ssh }: Host): number => ssh.value.port ?? SSH;

const letsIn = (zone: Zone, host: Host): boolean => hindranceIn(zone, host) === undefined;

function hindranceIn(zone: Zone, host: Host): Hindrance | undefined {
  const rules = zone.richRules.map((rule) => ({ rule, read: parseRichRule(rule.value) }));
  const accepts = rules.filter(
    ({ read }) => !read.ok || read.value.children.some(({ name }) => name === 'accept'),
  );
  const refusal = rules.find(({ read }) => read.ok && refusesSsh(read.value, portOf(host)));
  if (refusal) {
    const refused = priorityOf(refusal.read);
    if (accepts.every(({ read }) => read.ok && priorityOf(read) >= refused))
      return { kind: 'refused', rule: refusal.rule };
  }
  if (accepts.length > 0 || zone.target?.value === 'ACCEPT') return undefined;
  if (zone.ports.some(({ value }) => value.protocol === 'tcp' && isWithin(portOf(host), value)))
    return undefined;
  const service = zone.services.find(({ value }) => value === 'ssh');
  if (!service) return { kind: 'nothing' };
  return portOf(host) === SSH ? undefined : { kind: 'other-port', service };
}

const isWithin = (
  port: number,
  { first, last }: { readonly first: number; readonly last: number },
): boolean => first <= port && port <= last;

const priorityOf = (read: Parsed<RichRuleElement>): number =>
  read.ok ? Number(read.value.attributes.get('priority') ?? 0) : 0;

/**
 * True when the rule refuses the host's SSH to everybody, and firewalld asks it before what the zone allows: those with a
 * priority above 0 come after. With a family, an address, or a limit it concerns some only.
 */
function refusesSsh({ attributes, children }: RichRuleElement, port: number): boolean {
  const priority = Number(attributes.get('priority') ?? 0);
  const action = children.find(({ name }) => name === 'reject' || name === 'drop');
  if (!action || action.children.length > 0 || attributes.has('family') || !(priority <= 0)) return false;
  if (children.some(({ name }) => name === 'source' || name === 'destination')) return false;
  return children.some(({ name, attributes: words }) => {
    if (name === 'service') return words.get('name') === 'ssh' && port === SSH;
    if (name !== 'port' || words.get('protocol') !== 'tcp') return false;
    const [first = '', last = first] = (words.get('port') ?? '').split('-');
    return isWithin(port, { first: Number(first), last: Number(last) });
  });
}

/** What the zone does, for the message. */
function hindranceText(hindrance: Hindrance, { ssh, name }: Host): string {
  switch (hindrance.kind) {
    case 'nothing':
      return 'lets no SSH in';
    case 'other-port':
      return `lets SSH in at port ${SSH} only, and host ${name} is reached at port ${ssh.value.port ?? SSH}`;
    case 'refused':
      return 'refuses SSH by a rich rule, which comes before what the zone allows';
    default:
      return assertNever(hindrance);
  }
}

/** The words that are at fault, where there are any. */
const placeOf = (hindrance: Hindrance): Origin | undefined =>
  hindrance.kind === 'refused'
    ? hindrance.rule.origin
    : hindrance.kind === 'other-port'
      ? hindrance.service.origin
      : undefined;

function hindrancePlaces(hindrance: Hindrance, { ssh }: Host): readonly ReturnType<typeof related>[] {
  if (hindrance.kind === 'refused') return [related(hindrance.rule.origin, 'The rich rule.')];
  return hindrance.kind === 'other-port'
    ? [
        related(ssh.origin, 'The port of SSH.'),
        related(hindrance.service.origin, `Service ssh is port ${SSH}.`),
      ]
    : [];
}

function fixesOf(hindrance: Hindrance, zone: Zone, host: Host): Pick<Violation, 'fixes'> {
  if (hindrance.kind === 'nothing' && portOf(host) === SSH) return addSsh(zone);
  if (hindrance.kind === 'refused') return {};
  return addPort(zone, portOf(host));
}

function addPort(zone: Zone, port: number): Pick<Violation, 'fixes'> {
  const title = `Let port ${port}/tcp into zone ${zone.name}`;
  const last = zone.ports.at(-1);
  const { bodyEnd } = zone.places;
  if (last) {
    const { first, last: end, protocol } = last.value;
    const text = `${first}${end === first ? '' : `-${end}`}/${protocol}, ${port}/tcp`;
    return { fixes: [{ title, edits: [{ kind: 'replace', at: last.origin, text }] }] };
  }
  if (!bodyEnd) return {};
  return { fixes: [{ title, edits: [{ kind: 'append', at: bodyEnd, text: `ports ${port}/tcp` }] }] };
}

function addSsh(zone: Zone): Pick<Violation, 'fixes'> {
  const last = zone.services.at(-1);
  if (last)
    return {
      fixes: [
        {
          title: `Let ssh into zone ${zone.name}`,
          edits: [{ kind: 'replace', at: last.origin, text: `${last.value}, ssh` }],
        },
      ],
    };
  const at = zone.places.bodyEnd;
  if (!at) return {};
  return {
    fixes: [
      {
        title: `Let ssh into zone ${zone.name}`,
        edits: [{ kind: 'append', at, text: 'services ssh' }],
      },
    ],
  };
}
