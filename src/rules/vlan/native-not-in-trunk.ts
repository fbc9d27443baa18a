import { type Bridge, formatVlanSet, vlanSetHas } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText } from '../wording.js';

export const nativeVlanShouldBePartOfItsTrunk: Rule = {
  code: 'vlan/native-not-in-trunk',
  severity: 'warning',
  reason: 'It works, but the VLAN of untagged frames leads nowhere, or is another one than meant.',
  title: 'The native VLAN is one that the trunk carries',
  documentation: {
    what: `Looks at guests' NICs with \`trunk\` and \`native\`, and at bridge ports whose \`native\` VLAN is neither in their
own \`trunk\` nor among the bridge's VLANs nor its \`pvid\`.`,
    why: `\`native\` is the VLAN in which frames without a tag travel. On a switch it has to be one of the VLANs that the trunk
allows, and libvirt writes it as one of the NIC's tags. A native VLAN outside the trunk is usually a leftover, and connects
the guest to a network that nobody meant it to see.`,
    sources: ['libvirt 11.3, formatdomain: `nativeMode` is an attribute of a tag of the trunk'],
    whatToDo: 'Add the native VLAN to `trunk`, or take one that is there, or remove `native`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199, 300  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries edge }
      }
      guest router on kvm1 { nic { network edge  trunk 100-110  native 300 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network edge { roles vm  vlans 100-199, 300  zone drop }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1 { carries edge }
      }
      guest router on kvm1 { nic { network edge  trunk 100-110, 300  native 300 } }
    `,
  },
  *checkGuest(guest): Iterable<Violation> {
    for (const { id, name, trunk, native } of guest.nics) {
      if (!native || !trunk || vlanSetHas(trunk.value, native.value)) continue;
      yield {
        message: `Native VLAN ${native.value} of NIC ${name} of guest ${guest.name} is not in its trunk (${formatVlanSet(trunk.value)}).`,
        origin: native.origin,
        subjects: [id],
      };
    }
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge') continue;
      for (const { device, trunk, native } of bridge.ports) {
        if (!native || native.value === 0 || !trunk || isKnownVlan(bridge, native.value)) continue;
        if (vlanSetHas(trunk.value, native.value)) continue;
        const port = site.device(device);
        yield {
          message:
            `Native VLAN ${native.value} of ${port ? deviceText(port) : 'a port'} is neither in its trunk ` +
            `(${formatVlanSet(trunk.value)}) nor a VLAN of ${deviceText(bridge)}: untagged frames lead nowhere.`,
          origin: native.origin,
          subjects: [bridge.id, device],
        };
      }
    }
  },
};

/** Linux, unlike most switches, keeps the untagged VLAN of a port apart from its tagged ones; it may be the bridge's. */
const isKnownVlan = ({ vlans, pvid }: Bridge, id: number): boolean =>
  (vlans !== undefined && vlanSetHas(vlans.value, id)) || pvid?.value === id;
