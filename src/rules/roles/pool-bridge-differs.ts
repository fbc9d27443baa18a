import type { GuestNic } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { listText, related } from '../wording.js';

export const poolShouldNameItsBridgesAlike: Rule = {
  code: 'roles/pool-bridge-differs',
  severity: 'warning',
  reason: 'Guests that KVMNet plugs in can move; those that name the bridge themselves cannot.',
  title: "A guest's network has one bridge name on all hosts of its pool",
  documentation: {
    what: `Looks for guests in a pool with a NIC whose network has a bridge of another name, or is of another kind, on some of
the pool's hosts. For a network with a VLAN, a VLAN-aware bridge is of another kind than one without tags.`,
    why: `A guest moves with its definition. If that names the bridge, as virt-manager writes it, the destination needs a bridge of the
same name: "Cannot get interface MTU on 'br13': No such device". KVMNet plugs guests into a libvirt network of one name for
that reason, but scripts and people look for the bridge. The VLAN tag of a NIC on a VLAN-aware bridge is part of the guest's
definition too. A guest that was started on a bridge without tags has none, and moves so: the VLAN-aware bridge drops its
frames, or puts them into the VLAN of its \`pvid\`.`,
    sources: [
      'libvirt 11.3, migration; the error is seen with QEMU guests on a missing bridge',
      'libvirt 11.3, formatdomain, “Setting VLAN tag”',
      'Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress`',
    ],
    whatToDo: `Say \`bridge NAME\` once, in the network, and let hosts carry it; do not name the bridge on one host only. Make the
bridge \`vlan-aware\` on all hosts of the pool, or on none, best in the profile that they share.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 {
        number 23
        nic eth0 { carries management }
        nic eth1
        bridge br13 { ports eth1  network tenant }
      }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network tenant } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      host kvm2 { number 23  nic eth0 { carries management }  nic eth1 { carries tenant } }
      pool rack1 { hosts kvm1, kvm2 }
      guest web1 in rack1 { nic { network tenant } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const plugs = guest.hosts.flatMap((id) => {
        const plug = site.plugOf(nic, id);
        if (plug?.kind !== 'virtual-network') return [];
        const { kind, bridge } = plug.virtualNetwork;
        const tagged = takesTags(nic) && plug.bridge?.vlanAware.value === true;
        const name = `${kind === 'bridged' ? 'bridge' : kind} ${bridge.value}`;
        return [
          {
            text: tagged ? `VLAN-aware ${name}` : name,
            tagged,
            bridge,
            host: site.host(id)?.name ?? '',
          },
        ];
      });
      const [first] = plugs;
      const others = plugs.filter(({ text }) => text !== first?.text);
      if (!first || others.length === 0) continue;
      const mixed = others.some(({ tagged }) => tagged !== first.tagged);
      yield {
        message:
          `Network ${nic.attachment.name} of guest ${guest.name} is ${first.text} on host ${first.host}, but ` +
          listText(others.map(({ text, host }) => `${text} on ${host}`)) +
          (mixed ? ': a guest that moves to the VLAN-aware one arrives there without its VLAN tag.' : '.'),
        origin: nic.attachment.origin,
        related: [first, ...others].map(({ bridge, host }) =>
          related(bridge.origin, `The bridge on host ${host}.`),
        ),
        subjects: [nic.id],
      };
    }
  },
};

/** Tags of its network; with tags of its own vlan/trunk-needs-vlan-aware-bridge speaks of the other bridge. */
function takesTags({ vlan, trunk, native }: GuestNic): boolean {
  const tags = [vlan, trunk, native].filter((tag) => tag !== undefined);
  return tags.length > 0 && tags.every(({ follows }) => follows !== undefined);
}
