import { type Bridge, parseRichRule, type Sourced, type Zone } from '../../model/index.js';
import { bridgesOfGuests, pluggedText } from '../bridges-of-guests.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import type { SiteView } from '../site-view.js';
import { deviceText, related } from '../wording.js';

/** The zone of firewalld's own in which everything is allowed. */
const TRUSTED = 'trusted';

export const zoneOfGuestsIsBestClosed: Rule = {
  code: 'firewall/guests-in-open-zone',
  severity: 'information',
  reason: 'It works; guests may then use every service of the host that listens on an address of the bridge.',
  title: 'The zone of a bridge of guests does not let everything in',
  documentation: {
    what: `Looks for bridges with guests that are described, whose zone is \`trusted\`, or a zone of the site with \`target ACCEPT\`
and no rich rule that rejects or drops.`,
    why: `The zone of a bridge says what guests may reach on the host itself. In one that lets everything in, a guest that has been taken
over may try passwords and management interfaces as soon as the bridge has an address. What guests send to each other or
to the outside does not pass the zone: bridged frames do not pass firewalld, so that a closed zone takes nothing from them.`,
    sources: [
      'firewalld, `firewalld.zones(5)`: trusted; `firewalld.zone(5)`: target',
      'https://wiki.libvirt.org/Net.bridge.bridge-nf-call_and_sysctl.conf.html',
    ],
    whatToDo:
      'Give the network a zone that lets nothing in: `zone tenants { target DROP }`, and name in it what guests need.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone trusted }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone tenants }
      zone tenants { target DROP }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const { bridge, guests } of bridgesOfGuests(host, site)) {
      const { zone: name } = bridge.addressing;
      if (!name) continue;
      const zone = site.zone(name.value);
      if (zone ? !letsAllIn(zone) : name.value !== TRUSTED) continue;
      yield {
        message: `${deviceText(bridge)} of host ${host.name} is in zone ${name.value}, which lets everything in; ${pluggedText(guests)} into it.`,
        origin: (name.follows && zoneOfNetwork(bridge, site)?.origin) ?? name.origin,
        subjects: [bridge.id, ...(zone ? [zone.id] : [])],
        ...(zone?.target && { related: [related(zone.target.origin, 'This lets everything in.')] }),
      };
    }
  },
};

/** Where a network of the bridge names the zone. */
const zoneOfNetwork = ({ networks }: Bridge, site: SiteView): Sourced<string> | undefined =>
  networks.map(({ value }) => site.logicalNetwork(value)?.zone).find((zone) => zone !== undefined);

const letsAllIn = ({ target, richRules }: Zone): boolean =>
  target?.value === 'ACCEPT' &&
  !richRules.some(({ value }) => {
    const rule = parseRichRule(value);
    return !rule.ok || rule.value.children.some(({ name }) => name === 'reject' || name === 'drop');
  });
