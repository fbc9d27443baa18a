import { hasRole, type Host, parseRichRule, type Zone } from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
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
accepts. Where another zone of the site has \`sources\`, which go first, the rule is silent.`,
    why: `firewalld refuses what a zone does not name. Connections that stand go on, so that everything looks well until somebody
logs in again. KVMNet confirms a deployment over a new connection, so that the host comes back by itself, but it never gets
what was planned.`,
    sources: ['`firewalld.zone(5)`, target and service'],
    whatToDo: 'Add `services ssh` to the zone.',
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
    if (site.zoneNames().some((name) => (site.zone(name)?.sources.length ?? 0) > 0)) return;
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
  },
};

function letsIn({ target, services, ports, richRules }: Zone, { ssh }: Host): boolean {
  const port = ssh.value.port ?? SSH;
  return (
    target?.value === 'ACCEPT' ||
    services.some(({ value }) => value === 'ssh') ||
    ports.some(({ value }) => value.protocol === 'tcp' && value.number === port) ||
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
