import { PREDEFINED_ZONES, type ManagedNetwork, type Zone } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related, virtualNetworkText } from '../wording.js';

/** Of the zones that firewalld and libvirt bring along, those that let guests ask for an address and a name. */
const OPEN: readonly string[] = ['libvirt', 'libvirt-routed', 'nm-shared', 'trusted'];

export const zoneOfALibvirtNetworkShouldLetDhcpIn: Rule = {
  code: 'firewall/zone-blocks-dhcp',
  severity: 'warning',
  reason: 'The network starts, and its guests get neither an address nor names.',
  title: 'The zone of a libvirt network lets its guests reach DHCP and DNS',
  documentation: {
    what: `Looks for \`nat\`, \`routed\` and \`isolated\` networks with a \`zone\` that lets in neither everything nor the services \`dhcp\`
(with \`dhcp\` or a \`lease\`) and \`dns\`.`,
    why: `dnsmasq answers on the host, behind the zone of the network's bridge. Without a zone in the text libvirt takes
\`libvirt-routed\` for a routed network and \`libvirt\` for others, and lets these services in. Another zone has to do so
itself: \`public\` does not. With nftables the rules that libvirt adds cannot overrule the zone.`,
    sources: [
      'libvirt 11.3, docs/firewall: “firewalld and the virtual network driver”',
      'firewalld issue 397: guests without DHCP after the change to nftables',
    ],
    whatToDo: 'Leave `zone` out, or add `services dhcp, dns` to the zone (`dhcpv6` for IPv6).',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200  zone public }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nat lab { subnet 192.168.100.0/24  dhcp 192.168.100.10-192.168.100.200 }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged' || !network.zone) continue;
      const zone = site.zone(network.zone.value);
      const lacking = zone
        ? missingIn(zone, network)
        : // Of a zone that nobody knows another rule speaks.
          OPEN.includes(network.zone.value) || !PREDEFINED_ZONES.includes(network.zone.value)
          ? []
          : wanted(network);
      if (lacking.length === 0) continue;
      yield {
        message: `Zone ${network.zone.value} does not let ${listText(lacking)} in: guests of ${virtualNetworkText(network)} of host ${host.name} get no answer.`,
        origin: network.zone.origin,
        ...(zone && { related: [related(zone.places.name, 'The zone.')] }),
        subjects: [network.id],
        fixes: [
          { title: "Leave it to libvirt's own zone", edits: [{ kind: 'remove', at: network.zone.origin }] },
        ],
      };
    }
  },
};

/** Services of dnsmasq that guests of the network use. */
function wanted({ addresses, dhcp, leases }: ManagedNetwork): readonly string[] {
  if (addresses.length === 0) return [];
  const hands = [...dhcp.map(({ first }) => first), ...leases.map(({ address }) => address)];
  return [
    ...(hands.some((address) => !address.includes(':')) ? ['dhcp'] : []),
    ...(hands.some((address) => address.includes(':')) ? ['dhcpv6'] : []),
    'dns',
  ];
}

const missingIn = ({ target, services }: Zone, network: ManagedNetwork): readonly string[] =>
  target?.value === 'ACCEPT'
    ? []
    : wanted(network).filter((service) => services.every(({ value }) => value !== service));
