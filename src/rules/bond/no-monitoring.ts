import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

export const bondShouldBeWatched: Rule = {
  code: 'bond/no-monitoring',
  severity: 'warning',
  reason: 'It works until a link fails: the bond does not notice.',
  title: 'A bond watches its links',
  documentation: {
    what: 'Looks for bonds with `miimon 0 ms` and no `arp-interval`.',
    why: `Without a monitor the kernel never takes a dead port out of use. Part or all of the traffic is lost, and the second
port was bought for nothing. In 802.3ad the mode does not work at all without \`miimon\`.`,
    sources: [
      'Linux 6.12, `Documentation/networking/bonding.rst`: “It is critical that either the miimon or the arp_interval … be specified”',
    ],
    whatToDo: 'Remove `miimon 0 ms`: the default is 100 ms.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  miimon 0 ms  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  miimon 100 ms  carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const { miimon, arpInterval } = bond.options;
      if (miimon?.value !== 0 || (arpInterval && arpInterval.value > 0)) continue;
      yield {
        message: `Bond ${bond.name} of host ${host.name} does not watch its links: a failed one stays in use.`,
        origin: miimon.origin,
        subjects: [bond.id],
        fixes: [
          {
            title: 'Use the default of 100 ms',
            edits: [{ kind: 'remove', at: miimon.origin }],
            preferred: true,
          },
        ],
      };
    }
  },
};
