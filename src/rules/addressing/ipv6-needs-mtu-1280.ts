import { kvmnet } from '../kvmnet-source.js';
import { mtuOrigin } from '../mtu-path.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, related } from '../wording.js';

/** RFC 8200, 5; the kernel's IPV6_MIN_MTU. */
const LEAST_MTU = 1280;

export const ipv6MustHaveAnMtuOf1280: Rule = {
  code: 'addressing/ipv6-needs-mtu-1280',
  severity: 'error',
  reason: 'The kernel takes IPv6 off the device.',
  title: 'A device with IPv6 has an MTU of at least 1280',
  documentation: {
    what: 'Looks for devices with an IPv6 address, or `slaac`, and an MTU below 1280.',
    why: `IPv6 promises every sender that 1280 bytes get through. When the MTU of a device falls below, the kernel removes IPv6
from it, addresses and routes included.`,
    sources: [
      'Linux 6.12, `net/ipv6/addrconf.c`: `addrconf_notify`, NETDEV_CHANGEMTU',
      'RFC 8200, section 5',
    ],
    whatToDo: 'Raise the MTU of the device to 1280 or more, or do without IPv6 on it.',
    bad: kvmnet`
      network management { roles management  subnet 2001:db8:10::/64 }
      host kvm1 { number 22  nic eth0 { carries management  mtu 1200 } }
    `,
    good: kvmnet`
      network management { roles management  subnet 2001:db8:10::/64 }
      host kvm1 { number 22  nic eth0 { carries management  mtu 1280 } }
    `,
  },
  *checkHost(host, site): Iterable<Violation> {
    for (const device of host.devices) {
      const { addresses, slaac } = device.addressing;
      const address = addresses.find(({ value: { family } }) => family === 6) ?? slaac;
      if (!address || device.mtu.value >= LEAST_MTU) continue;
      yield {
        message: `${deviceText(device)} of host ${host.name} has IPv6 and an MTU of ${device.mtu.value}; IPv6 needs ${LEAST_MTU}.`,
        origin: mtuOrigin(device, site),
        related: [related(address.origin, 'The IPv6 address.')],
        subjects: [device.id],
        ...(!device.mtu.follows && {
          fixes: [
            {
              title: `Raise the MTU to ${LEAST_MTU}`,
              edits: [{ kind: 'replace', at: device.mtu.origin, text: String(LEAST_MTU) }],
            },
          ],
        }),
      };
    }
  },
};
