import { type ElementId, type Fix, PREDEFINED_ZONES, type Sourced } from '../../model/index.js';
import { nameSource } from '../interface-names.js';
import { kvmnet } from '../kvmnet-source.js';
import { nearestName } from '../nearest-name.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, virtualNetworkText } from '../wording.js';

export const zoneMustExist: Rule = {
  code: 'firewall/unknown-zone',
  severity: 'error',
  reason: 'NetworkManager reports success, and the interface ends in no zone or stays in the old one.',
  title: 'A zone is declared or one that firewalld brings along',
  documentation: {
    what: `Looks at each \`zone\` of networks, devices and libvirt networks: it has to be declared in the site, or be one of
block, dmz, drop, external, home, internal, public, trusted, work, or of those that libvirt and NetworkManager add: libvirt,
libvirt-routed, nm-shared.`,
    why: `NetworkManager hands the name to firewalld and does not wait for an answer. After activation the interface is in no zone,
which means the default zone's rules at best; after a live change it stays in the zone that it had. libvirt accepts the name
and fails when the network starts.`,
    sources: ['Seen with NetworkManager 1.52.1, firewalld 2.3 and libvirt 11.3'],
    whatToDo: 'Correct the name, or declare the zone: `zone tenants { target DROP }`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone trusetd }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  zone trusted }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork({ zone, name, id }, site): Iterable<Violation> {
    yield* check(zone, `network ${name}`, id, site);
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices)
      yield* check(device.addressing.zone, `${deviceText(device)} of host ${host.name}`, device.id, site);
    for (const network of host.virtualNetworks)
      if (network.kind !== 'bridged')
        yield* check(network.zone, `${virtualNetworkText(network)} of host ${host.name}`, network.id, site);
  },
};

function* check(
  zone: Sourced<string> | undefined,
  text: string,
  subject: ElementId,
  site: SiteView,
): Iterable<Violation> {
  if (!zone || zone.follows || PREDEFINED_ZONES.includes(zone.value) || site.zone(zone.value)) return;
  const meant = nearestName(zone.value, [...site.zoneNames(), ...PREDEFINED_ZONES]);
  const fixes: readonly Fix[] =
    meant === undefined
      ? []
      : [
          {
            title: `Write ${meant} instead`,
            edits: [{ kind: 'replace', at: zone.origin, text: nameSource(meant) }],
          },
        ];
  yield {
    message:
      `${text} is in zone ${zone.value}, which is neither declared nor known to firewalld.` +
      (meant === undefined ? '' : ` Did you mean ${meant}?`),
    origin: zone.origin,
    subjects: [subject],
    fixes,
  };
}
