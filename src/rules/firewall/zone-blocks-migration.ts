import {
  formatInterfaceAddress,
  hasAddress,
  hasRole,
  type Host,
  parseRichRule,
  type Sourced,
  type Zone,
} from '../../model/index.js';
import { carriedNetworks } from '../carried-networks.js';
import { FIREWALLD_SERVICES } from '../firewalld-services.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

/** The ports on which QEMU of the target waits for the memory of a guest: migration_port_min and _max of qemu.conf. */
const FIRST = 49_152;
const LAST = 49_215;
const RANGE = `${FIRST}-${LAST}/tcp`;

/** Zones that firewalld brings along in which nothing is allowed. */
const CLOSED: readonly string[] = ['block', 'drop'];

/** The services of firewalld and of Gluster whose ports hold some of the range. */
const OPENING: readonly string[] = ['glusterfs', 'vdsm'];

export const zoneOfMigrationShouldLetGuestsIn: Rule = {
  code: 'firewall/zone-blocks-migration',
  severity: 'warning',
  reason:
    'The guest stays where it is: libvirt breaks the migration off, often when a host has to be emptied.',
  title: 'The zone of a migration network lets migrations in',
  documentation: {
    what: `Looks at the zone of devices with an address in a network with role \`migration\`: \`drop\`, \`block\`, or a zone of the
site that lets none of the TCP ports ${FIRST} to ${LAST} in. A zone with a service that only the hosts know, with a rich rule that
accepts, or with ports above the range is left alone, and so are hosts of a site that has a zone with \`sources\`, which may take
the packets first.`,
    why: `The memory of a guest goes over a TCP connection of its own to QEMU on the other host, to one of these ports; only tunnelled
migration (\`virsh migrate --p2p --tunnelled\`) does without. A zone without \`target\` refuses what it does not name, too. libvirt's
service for firewalld (\`libvirt\`, \`libvirt-tls\`) opens the port of libvirtd, not these.`,
    sources: [
      'libvirt 11.3, `src/qemu/qemu.conf.in`: `migration_port_min` 49152, `migration_port_max` 49215',
      'libvirt, https://libvirt.org/migration.html: native and tunnelled transport',
      '`firewalld.zone(5)`, target',
    ],
    whatToDo: `Add \`ports ${RANGE}\` to the zone. If the hosts have another range in \`qemu.conf\`, or tunnel, say so in a
\`kvmnet-ignore\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network migrate { roles migration  vlan 12  subnet 10.11.12.0/24  zone mig }
      network tenant { roles vm  vlan 13  zone tenants }
      zone mig { services ssh }
      zone tenants { target DROP }
      profile compute {
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  carries migrate }
        nic eth3 { carries tenant }
      }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network migrate { roles migration  vlan 12  subnet 10.11.12.0/24  zone mig }
      network tenant { roles vm  vlan 13  zone tenants }
      zone mig { services ssh  ports 49152-49215/tcp }
      zone tenants { target DROP }
      profile compute {
        nic eth0 { carries management }
        nic eth1  nic eth2
        bond bond0 { ports eth1, eth2  carries migrate }
        nic eth3 { carries tenant }
      }
      host kvm1 is compute { number 22 }
      host kvm2 is compute { number 23 }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network tenant } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    if (hasZoneOfSources(site)) return;
    const guest = site.guestsOn(host.id).find(({ hosts }) => hosts.length > 1);
    const guests = guest ? `guests such as ${guest.name}` : 'guests';
    for (const { network, device } of carriedNetworks(host, site)) {
      const { zone: name } = device.addressing;
      if (!hasRole(network, 'migration') || !name || !hasAddress(device.addressing)) continue;
      const zone = site.zone(name.value);
      if (zone ? mayLetIn(zone) : !CLOSED.includes(name.value)) continue;
      yield {
        message:
          `Zone ${name.value} of ${deviceText(device)} of host ${host.name} does not let ports ${RANGE} in, ` +
          `through which ${guests} move over network ${network.name}${subnetText(device.addressing.addresses)}.`,
        origin: zone?.places.name ?? (name.follows ? network.zone : undefined)?.origin ?? name.origin,
        related: [
          related(name.origin, `${deviceText(device)} is in the zone.`),
          ...(guest
            ? [related(guest.places.name, `Guest ${guest.name} moves between ${guest.hosts.length} hosts.`)]
            : []),
        ],
        subjects: [device.id, host.id, ...(zone ? [zone.id] : [])],
        ...(zone && addPorts(zone)),
      };
    }
  },
};

const subnetText = ([address]: Host['devices'][number]['addressing']['addresses']): string =>
  address ? ` (${formatInterfaceAddress(address.value)})` : '';

const hasZoneOfSources = (site: SiteView): boolean =>
  site.zoneNames().some((name) => (site.zone(name)?.sources.length ?? 0) > 0);

/** True when the zone lets the ports in, some of them, those that another qemu.conf may name, or what is not known here. */
const mayLetIn = ({ target, services, ports, richRules }: Zone): boolean =>
  target?.value === 'ACCEPT' ||
  services.some(({ value }) => OPENING.includes(value) || !FIREWALLD_SERVICES.has(value)) ||
  ports.some(({ value }) => value.protocol === 'tcp' && value.last >= FIRST) ||
  richRules.some(isOpening);

function isOpening({ value }: Sourced<string>): boolean {
  const rule = parseRichRule(value);
  return !rule.ok || rule.value.children.some(({ name }) => name === 'accept');
}

function addPorts({ name, ports, places }: Zone): Pick<Violation, 'fixes'> {
  const title = `Let ports ${RANGE} into zone ${name}`;
  const last = ports.at(-1);
  if (last) {
    const { first, last: end, protocol } = last.value;
    const text = `${first}${end === first ? '' : `-${end}`}/${protocol}, ${RANGE}`;
    return { fixes: [{ title, edits: [{ kind: 'replace', at: last.origin, text }] }] };
  }
  return places.bodyEnd
    ? { fixes: [{ title, edits: [{ kind: 'append', at: places.bodyEnd, text: `ports ${RANGE}` }] }] }
    : {};
}
