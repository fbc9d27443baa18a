import { KVM_MAC_PREFIX, type Mac } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** libvirt gives the TAP on the host the MAC of the guest's NIC with this first octet. */
const OF_TAPS = 'fe:';

export const macMustLeaveRoomForTheTap: Rule = {
  code: 'guest/mac-reserved',
  severity: 'error',
  reason: 'libvirt refuses to start the guest.',
  title: 'The MAC address of a guest does not begin with fe',
  documentation: {
    what: 'Looks for NICs of guests whose `mac` begins with `fe:`.',
    why: `The TAP device, the host's end of a guest's NIC, gets the MAC of the NIC with \`fe\` as first octet: a bridge takes the lowest
MAC of its ports, and shall never take that of a guest. With \`fe\` on both ends the two would be the same, so that the kernel took
frames to the guest for its own. libvirt says "Unable to use MAC address starting with reserved value 0xFE".`,
    sources: ['libvirt 11.3, `src/util/virnetdevtap.c`: `virNetDevTapCreateInBridgePort`'],
    whatToDo: 'Use an address that begins with 52:54:00, or remove `mac` and let KVMNet make one.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac fe:54:00:00:00:01 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone public }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkGuest(guest): Iterable<Violation> {
    for (const { id, name, mac } of guest.nics) {
      if (!mac.value.startsWith(OF_TAPS)) continue;
      const instead = ofGuests(mac.value);
      yield {
        message: `MAC ${mac.value} of NIC ${name} of guest ${guest.name} begins with fe, which libvirt keeps for the host's end of the NIC.`,
        origin: mac.origin,
        subjects: [id],
        fixes: [
          {
            title: `Write ${instead} instead`,
            edits: [{ kind: 'replace', at: mac.origin, text: instead }],
          },
          { title: 'Let the names make the MAC address', edits: [{ kind: 'remove', at: mac.origin }] },
        ],
      };
    }
  },
};

/** The same last three octets with the prefix of guests. */
const ofGuests = (mac: Mac): Mac => `${KVM_MAC_PREFIX}${mac.slice(KVM_MAC_PREFIX.length)}`;
