import { bridgesOfGuests, pluggedText } from '../bridges-of-guests.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const bridgeOfGuestsIsBestInAZone: Rule = {
  code: 'firewall/guests-without-zone',
  severity: 'information',
  reason: 'It works; what guests may reach on the host is then decided by the default zone of each host.',
  title: 'The bridge of guests is in a zone that somebody chose',
  documentation: {
    what: `Looks for bridges that serve a network with role \`vm\` for guests that are described, and that are in no zone. libvirt puts
the bridges of \`nat\` and \`isolated\` networks into the zone \`libvirt\`, those of \`routed\` ones into \`libvirt-routed\`.`,
    why: `An interface without a zone is in firewalld's default zone, usually \`public\`, which lets in ssh and Cockpit. As soon as the
bridge has an address, also a link-local one, guests may try passwords there. Note that no zone filters what guests send to
each other or to the outside over the bridge: bridged frames do not pass firewalld.`,
    sources: [
      'firewalld, `firewalld.zones(5)`: default zone',
      'https://wiki.libvirt.org/Net.bridge.bridge-nf-call_and_sysctl.conf.html',
    ],
    whatToDo: 'Say `zone NAME` at the network. A zone that lets nothing in: `zone tenants { target DROP }`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13 }
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
      if (bridge.addressing.zone) continue;
      yield {
        message: `${deviceText(bridge)} of host ${host.name} is in no zone; ${pluggedText(guests)} into it.`,
        origin: bridge.places.name,
        subjects: [bridge.id],
      };
    }
  },
};
