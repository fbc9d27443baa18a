import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const bridgedZoneShouldNotMasquerade: Rule = {
  code: 'firewall/masquerade-on-bridge',
  severity: 'warning',
  reason: "It does nothing for bridged guests, and guests see routed clients under the host's address.",
  title: 'The zone of a bridge for guests does not masquerade',
  documentation: {
    what: 'Looks for bridges that serve a network with role `vm` and are in a zone with `masquerade`.',
    why: `Masquerading rewrites packets that the host routes out through the zone. Bridged frames are not routed, so the guests go out
with their own addresses. What the host does route to them arrives with the host's address: logs and access lists of the
guests then see one client only.`,
    sources: [
      'firewalld, `firewalld.zone(5)`: masquerade',
      'Linux 6.12: without `br_netfilter` bridged frames pass no netfilter hook of IP',
    ],
    whatToDo: `Remove \`masquerade\` from the zone, or give the bridge another zone. Guests that need address translation belong
into a \`nat\` network.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone tenants }
      zone tenants { masquerade yes }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone tenants }
      zone tenants { masquerade no }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const { zone } = device.addressing;
      if (device.kind !== 'bridge' || !zone) continue;
      const served = device.networks.some(({ value }) =>
        site.logicalNetwork(value)?.roles.some((role) => role.value === 'vm'),
      );
      const masquerade = site.zone(zone.value)?.masquerade;
      if (!served || !masquerade?.value) continue;
      yield {
        message: `${deviceText(device)} of host ${host.name} bridges guests, but its zone ${zone.value} masquerades.`,
        origin: masquerade.origin,
        related: [related(zone.origin, 'The zone of the bridge.')],
        subjects: [device.id],
        fixes: [
          {
            title: `Remove masquerade from zone ${zone.value}`,
            edits: [{ kind: 'remove', at: masquerade.origin }],
          },
        ],
      };
    }
  },
};
