import type { Bridge, Fix, Origin, Plug } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

export const tagsMustMeetAVlanAwareBridge: Rule = {
  code: 'vlan/trunk-needs-vlan-aware-bridge',
  severity: 'error',
  reason:
    'A bridge that does not filter by VLAN ignores the tags: frames go where they must not, or are lost.',
  title: 'Tags are set on VLAN-aware bridges only',
  documentation: {
    what: `Looks at bridges without \`vlan-aware\` for whose VLANs something is written: \`vlans\` or \`pvid\` on the bridge,
\`trunk\` or \`native\` on one of its ports, \`vlan\`, \`trunk\` or \`native\` on a guest's NIC that is plugged into it, or a
network with \`vlans\`.`,
    why: `The kernel looks at the VLAN table of a bridge only when \`vlan_filtering\` is on. Without it a guest that should be in
VLAN 10 alone sees every frame of the bridge, tagged or not, and its own frames leave untagged. libvirt writes the table for
the guest's TAP and reports success all the same.`,
    sources: [
      'Linux 6.12, `net/bridge/br_vlan.c`: `br_allowed_ingress` returns true when `BROPT_VLAN_ENABLED` is off',
      'libvirt 11.3, formatdomain, “Setting VLAN tag”',
    ],
    whatToDo: `Say \`vlan-aware\` on the bridge. Where the bridge shall stay plain, put it on a VLAN device of its own
(\`bond0.10\`) and give guests no tags.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 {
          port eth1 { trunk 100-199 }
        }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 {
          vlan-aware
          vlans 100-199
          port eth1 { trunk 100-199 }
        }
      }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || bridge.vlanAware.value) continue;
      const trunks = bridge.networks.filter(({ value }) => site.logicalNetwork(value)?.vlans !== undefined);
      const places: readonly (readonly [string, Origin | undefined])[] = [
        ['VLANs', bridge.vlans?.follows ? undefined : bridge.vlans?.origin],
        ['a PVID', bridge.pvid?.follows ? undefined : bridge.pvid?.origin],
        ...bridge.ports.flatMap(({ trunk, native }) => [
          ['a trunk on a port', trunk?.follows ? undefined : trunk?.origin] as const,
          ['a native VLAN on a port', native?.follows ? undefined : native?.origin] as const,
        ]),
        ...trunks.map(({ origin }) => ['a network with several VLANs', origin] as const),
      ];
      for (const [what, origin] of places)
        if (origin)
          yield {
            message: `${deviceText(bridge)} of host ${host.name} has ${what}, but it is not VLAN-aware: tags have no effect on it.`,
            origin,
            subjects: [bridge.id],
            ...fixesFor(bridge),
          };
    }
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const tag = [nic.vlan, nic.trunk, nic.native].find((value) => value && !value.follows);
      if (!tag) continue;
      const bridge = guest.hosts
        .map((host) => bridgeOf(site.plugOf(nic, host)))
        .find((plugged) => plugged?.vlanAware.value === false);
      if (!bridge) continue;
      const id = nic.attachment.kind === 'network' ? nic.attachment.network : undefined;
      const network = id === undefined ? undefined : site.logicalNetwork(id);
      if (nic.vlan && tag === nic.vlan && network?.vlan?.value === nic.vlan.value) {
        yield {
          message: `Network ${network.name} is VLAN ${nic.vlan.value} already, and the guest's frames are without a tag: leave 'vlan' out.`,
          origin: tag.origin,
          related: [related(network.vlan.origin, `The VLAN of network ${network.name}.`)],
          subjects: [nic.id, bridge.id],
          fixes: [
            {
              title: `Remove 'vlan ${nic.vlan.value}'`,
              edits: [{ kind: 'remove', at: tag.origin }],
              preferred: true,
            },
          ],
        };
        continue;
      }
      yield {
        message:
          `Guest ${guest.name} has VLANs on a NIC that is plugged into ${deviceText(bridge)} of host ` +
          `${site.host(bridge.host)?.name ?? ''}, which is not VLAN-aware: the guest would get all frames of the bridge.`,
        origin: tag.origin,
        related: [related(bridge.places.name, 'The bridge.')],
        subjects: [nic.id, bridge.id],
        ...fixesFor(bridge),
      };
    }
  },
};

const bridgeOf = (plug: Plug | undefined): Bridge | undefined => plug?.bridge;

function fixesFor({ vlanAware, places, name }: Bridge): { fixes?: readonly Fix[] } {
  if (!vlanAware.follows)
    return {
      fixes: [
        {
          title: `Make bridge ${name} VLAN-aware`,
          edits: [{ kind: 'replace', at: vlanAware.origin, text: 'vlan-aware' }],
        },
      ],
    };
  return places.bodyEnd
    ? {
        fixes: [
          {
            title: `Make bridge ${name} VLAN-aware`,
            edits: [{ kind: 'append', at: places.bodyEnd, text: 'vlan-aware' }],
          },
        ],
      }
    : {};
}
