import type { Bridge } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** Seconds; what NetworkManager sets when nothing is written (NM 1.54, src/libnm-core-impl/nm-setting-bridge.c). */
const DEFAULTS = { forwardDelay: 15, helloTime: 2, maxAge: 20 } as const;

export const stpTimersShouldAgree: Rule = {
  code: 'bridge/stp-timers',
  severity: 'warning',
  reason: 'The kernel takes them, but while the tree changes there may be a loop for some seconds.',
  title: 'The timers of the spanning tree fit each other',
  documentation: {
    what: `On bridges with \`stp on\`, checks 2 × (forward-delay − 1) ≥ max-age ≥ 2 × (hello-time + 1), with the defaults 15, 20
and 2 s for what is not written.`,
    why: `A bridge may begin to forward only after every other bridge has learnt of the change. If \`forward-delay\` is too short
against \`max-age\`, two bridges forward on old knowledge at the same time, which is a loop; if \`max-age\` is too short
against \`hello-time\`, one lost packet makes the tree move.`,
    sources: ['IEEE 802.1D-2004, 17.14', 'Linux 6.12, `net/bridge/br_stp.c`: not checked there'],
    whatToDo: `Leave the timers at their defaults unless all bridges and switches of the tree are changed together. If you
lower \`forward-delay\`, lower \`max-age\` with it.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  stp on  forward-delay 4 s }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  stp on  forward-delay 4 s  max-age 6 s }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || !bridge.stp.value) continue;
      const forwardDelay = bridge.forwardDelay?.value ?? DEFAULTS.forwardDelay;
      const helloTime = bridge.helloTime?.value ?? DEFAULTS.helloTime;
      const maxAge = bridge.maxAge?.value ?? DEFAULTS.maxAge;
      const text = `Bridge ${bridge.name} of host ${host.name}`;
      if (2 * (forwardDelay - 1) < maxAge)
        yield {
          message:
            `${text} forwards too early: 2 × (forward-delay ${forwardDelay} s − 1) = ${2 * (forwardDelay - 1)} s ` +
            `must not be less than max-age ${maxAge} s.`,
          origin: (bridge.forwardDelay ?? bridge.maxAge)?.origin ?? bridge.places.name,
          subjects: [bridge.id],
        };
      if (maxAge < 2 * (helloTime + 1))
        yield {
          message:
            `${text} forgets too early: max-age ${maxAge} s must not be less than 2 × (hello-time ${helloTime} s + 1) = ` +
            `${2 * (helloTime + 1)} s.`,
          origin: originOf(bridge),
          subjects: [bridge.id],
        };
    }
  },
};

const originOf = ({ maxAge, helloTime, places }: Bridge): Violation['origin'] =>
  (maxAge ?? helloTime)?.origin ?? places.name;
