import {
  formatVlanSet,
  type GuestNic,
  singleVlan,
  type VlanRange,
  type VlanSet,
  vlanSet,
  vlanSetHas,
  vlanSetMinus,
} from '../../model/index.js';
import { vlansOfPorts } from '../bridge-vlans.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, listText, related } from '../wording.js';

export const guestVlanMustPassItsBridge: Rule = {
  code: 'vlan/guest-vlan-not-carried',
  severity: 'error',
  reason: 'Frames of the VLAN never leave the host, and none arrive.',
  title: 'The VLANs of a guest pass its bridge',
  documentation: {
    what: `Compares the VLANs of a guest's NIC (\`vlan\`, \`trunk\`, \`native\`) with those that the ports of its VLAN-aware
bridge let through: the port's \`trunk\` and \`native\`, else the bridge's own VLANs, which are those of its networks and
those written as \`vlans\`. A bridge without ports is not looked at: on it guests talk to each other only.`,
    why: `A VLAN-aware bridge drops a frame at each port that is not a member of its VLAN, silently, in both directions. The
guest has link, and a dead network.`,
    sources: ['Linux 6.12, `net/bridge/br_vlan.c`: `__allowed_ingress`, `br_allowed_egress`'],
    whatToDo: `Add the VLAN to the network or to the \`vlans\` of the bridge, or correct the guest. The switch has to carry it
as well; that cannot be seen from here.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries edge }
      }
      guest router on kvm1 { nic { network edge  trunk 190-210 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-210  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries edge }
      }
      guest router on kvm1 { nic { network edge  trunk 190-210 } }
    `,
  },
  *checkGuest(guest, site): Iterable<Violation> {
    for (const nic of guest.nics) {
      const wanted = wantedBy(nic);
      if (!wanted) continue;
      const lacking = guest.hosts.flatMap((id) => {
        const bridge = site.plugOf(nic, id)?.bridge;
        if (!bridge?.vlanAware.value || bridge.ports.length === 0) return [];
        const carried = vlansOfPorts(bridge);
        const missing = vlanSetMinus(wanted, carried);
        return missing.length > 0 ? [{ bridge, carried, missing, host: site.host(id)?.name ?? '' }] : [];
      });
      const [first] = lacking;
      if (!first) continue;
      const missing = vlanSet(lacking.flatMap((each) => each.missing));
      yield {
        message:
          `Guest ${guest.name} wants VLAN ${formatVlanSet(missing)}, but ${deviceText(first.bridge)} of ` +
          `host ${listText(lacking.map(({ host }) => host))} lets ${first.carried.length > 0 ? `only ${formatVlanSet(first.carried)}` : 'none'} pass.`,
        origin: originOf(nic, missing),
        related: [
          related(first.bridge.vlans?.origin ?? first.bridge.places.name, 'What the bridge carries.'),
        ],
        subjects: [nic.id, ...lacking.map(({ bridge }) => bridge.id)],
      };
    }
  },
};

function wantedBy({ vlan, trunk, native }: GuestNic): VlanSet | undefined {
  if (!vlan && !trunk && !native) return undefined;
  return vlanSet([
    ...(vlan ? singleVlan(vlan.value) : []),
    ...(trunk?.value ?? []),
    ...(native && native.value !== 0 ? singleVlan(native.value) : []),
  ]);
}

/** The property that asks for a missing VLAN, or what the NIC is plugged into when it asks for all of a network. */
function originOf({ vlan, trunk, native, attachment }: GuestNic, missing: VlanSet): Violation['origin'] {
  const isMissing = (id: number): boolean => vlanSetHas(missing, id);
  const asked = [
    vlan && isMissing(vlan.value) ? vlan : undefined,
    trunk && missing.some((range) => overlapsSet(range, trunk.value)) ? trunk : undefined,
    native && isMissing(native.value) ? native : undefined,
  ].find((property) => property && !property.follows);
  return asked?.origin ?? attachment.origin;
}

const overlapsSet = (range: VlanRange, set: VlanSet): boolean =>
  set.some(({ first, last }) => first <= range.last && range.first <= last);
