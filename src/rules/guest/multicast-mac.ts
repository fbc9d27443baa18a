import { type ElementId, isMulticastMac, isZeroMac, type Mac, type Origin } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

export const macMustBeThatOfOneNic: Rule = {
  code: 'guest/multicast-mac',
  severity: 'error',
  reason: 'libvirt and the kernel refuse it.',
  title: 'A MAC address is neither a multicast address nor all zero',
  documentation: {
    what: "Looks at each `mac` of guests' NICs, of NICs, bonds and bridges, and of leases.",
    why: `The lowest bit of the first octet marks an address of many receivers; no NIC may send with it. So the first octet is even.
All zero means "no address".`,
    sources: [
      'Linux 6.12, `include/linux/etherdevice.h`: `is_valid_ether_addr`',
      'Seen with libvirt 11.3: refused by the schema; “expected unicast mac address”',
    ],
    whatToDo: 'Use an address that begins with 52:54:00, or remove `mac` and let KVMNet make one.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 53:54:00:00:00:01 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  mac 52:54:00:00:00:01 } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const { mac, id, name: nic } of nics)
      yield* check(mac.value, mac.origin, `NIC ${nic} of guest ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices)
      if (device.kind !== 'vlan' && device.mac)
        yield* check(
          device.mac.value,
          device.mac.origin,
          `${deviceText(device)} of host ${host.name}`,
          device.id,
        );
    for (const network of host.virtualNetworks) {
      if (network.kind === 'bridged') continue;
      for (const { mac, origin } of network.leases)
        yield* check(
          mac,
          origin,
          `a lease of ${virtualNetworkText(network)} of host ${host.name}`,
          network.id,
        );
    }
  },
};

function* check(mac: Mac, origin: Origin, text: string, subject: ElementId): Iterable<Violation> {
  const fault = isZeroMac(mac) ? 'is all zero' : isMulticastMac(mac) ? 'is a multicast address' : undefined;
  if (fault === undefined) return;
  yield { message: `${text} has MAC ${mac}, which ${fault}.`, origin, subjects: [subject] };
}
