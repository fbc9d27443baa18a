import type { ElementId, Sourced } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { deviceText, virtualNetworkText } from '../wording.js';

/** `ETH_MIN_MTU` and `ETH_MAX_MTU` (LINUX: include/uapi/linux/if_ether.h). */
const LEAST = 68;
const MOST = 65_535;

export const mtuMustBePossible: Rule = {
  code: 'mtu/out-of-range',
  severity: 'error',
  reason: 'The kernel refuses the value.',
  title: 'An MTU lies between 68 and 65535 bytes',
  documentation: {
    what: `Looks at each MTU that is written: of networks, devices, libvirt networks and guests' NICs. Most NICs end at 9000 or
9216; that cannot be seen from here.`,
    why: `68 bytes is the least that IPv4 promises, 65535 the most that it can express. The kernel answers "mtu less than device
minimum" or "greater than device maximum", and the device keeps its old MTU.`,
    sources: [
      'Linux 6.12, `include/uapi/linux/if_ether.h`: `ETH_MIN_MTU`, `ETH_MAX_MTU`; `net/core/dev.c`: `dev_validate_mtu`',
    ],
    whatToDo: 'Write 1500, or 9000 for jumbo frames.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  mtu 90000 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24  mtu 9000 }
      host kvm1 { number 22  nic eth0 { carries management } }
    `,
  },
  *checkNetwork({ mtu, name, id }): Iterable<Violation> {
    yield* check(mtu, `network ${name}`, id);
  },
  *checkHost(host): Iterable<Violation> {
    for (const device of host.devices)
      yield* check(device.mtu, `${deviceText(device)} of host ${host.name}`, device.id);
    for (const network of host.virtualNetworks)
      if (network.kind !== 'bridged')
        yield* check(network.mtu, `${virtualNetworkText(network)} of host ${host.name}`, network.id);
  },
  *checkGuest({ nics, name }): Iterable<Violation> {
    for (const { mtu, id, name: nic } of nics) yield* check(mtu, `NIC ${nic} of guest ${name}`, id);
  },
};

function* check(mtu: Sourced<number> | undefined, text: string, subject: ElementId): Iterable<Violation> {
  if (!mtu || mtu.follows || (mtu.value >= LEAST && mtu.value <= MOST)) return;
  yield {
    message: `${text} has MTU ${mtu.value}; the kernel takes ${LEAST} to ${MOST}.`,
    origin: mtu.origin,
    subjects: [subject],
  };
}
