import {
  contains,
  familyOf,
  formatInterfaceAddress,
  hasRole,
  type Host,
  type IpAddress,
  parseInterfaceAddress,
  parseIpAddress,
  parseRichRule,
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
accepts. Zones with \`sources\` go first: such a zone that takes in the whole subnet of a management network, or the address of the
host that others are reached through (\`via\`), is looked at in the same way. Where one with sources of its own lets SSH in, the rule
is silent.`,
    why: `firewalld asks zones by source before zones by interface, and among those the first by name: what comes from 10.11.10.5
belongs to the zone with \`sources 10.0.0.0/8\`, whatever the zone of the device allows. It refuses what a zone does not name. Connections that stand go on, so that everything looks well until somebody
logs in again. KVMNet confirms a deployment over a new connection, so that the host comes back by itself, but it never gets
what was planned.`,
    sources: [
      '`firewalld.zone(5)`, target and service',
      'firewalld 2.3, `src/firewall/core/nftables.py`: `_policy_dispatch_sort_key`',
    ],
    whatToDo: 'Add `services ssh` to the zone, or make its `sources` smaller.',
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
    if (zone ? letsIn(zone, host) : !CLOSED.includes(name.value)) continue;
    reported.add(name.value);
    yield {
      message: `Zone ${name.value} of ${deviceText(device)} of host ${host.name} lets no SSH in, and network ${network.name} is for management.`,
      origin: zone?.places.name ?? (name.follows ? network.zone : undefined)?.origin ?? name.origin,
      related: [related(name.origin, `${deviceText(device)} is in the zone.`)],
      subjects: [device.id, host.id, ...(zone ? [zone.id] : [])],
      ...addSsh(zone),
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
      yield {
        message: `Zone ${taker.zone.name} takes in all packets from ${taker.source.value} and lets no SSH in: host ${host.name} is cut off from network ${network.name} (${formatInterfaceAddress(subnet)}), which is for management.`,
        origin: taker.source.origin,
        related: [related(origin, `The subnet of network ${network.name}.`)],
        subjects: [host.id, taker.zone.id, network.id],
        ...addSsh(taker.zone),
      };
    }
  }
  for (const address of addressesOf(host.via && site.host(host.via.value))) {
    const taker = takerOf(wholeOf(address), zones);
    if (!taker || reported.has(taker.zone)) continue;
    reported.add(taker.zone);
    yield {
      message: `Zone ${taker.zone.name} takes in all packets from ${taker.source.value} and lets no SSH in: host ${host.name} is reached through ${address}.`,
      origin: taker.source.origin,
      subjects: [host.id, taker.zone.id],
      ...addSsh(taker.zone),
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

/** The first zone that takes everything from the subnet, and its source that does. */
function takerOf(
  subnet: Subnet,
  zones: readonly Zone[],
): { readonly zone: Zone; readonly source: Sourced<string> } | undefined {
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

function letsIn({ target, services, ports, richRules }: Zone, { ssh }: Host): boolean {
  const port = ssh.value.port ?? SSH;
  return (
    target?.value === 'ACCEPT' ||
    services.some(({ value }) => value === 'ssh') ||
    ports.some(({ value }) => value.protocol === 'tcp' && value.first <= port && port <= value.last) ||
    richRules.some(({ value }) => {
      const rule = parseRichRule(value);
      return !rule.ok || rule.value.children.some(({ name }) => name === 'accept');
    })
  );
}

function addSsh(zone: Zone | undefined): Pick<Violation, 'fixes'> {
  if (!zone) return {};
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
