import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const bondMustBeWatchedInOneWay: Rule = {
  code: 'bond/two-kinds-of-monitoring',
  severity: 'error',
  reason: 'NetworkManager refuses the bond.',
  title: 'A bond is watched by link or by ARP, not by both',
  documentation: {
    what: 'Looks for bonds with both `miimon` (above 0) and `arp-interval`.',
    why: `The kernel has one monitor per bond: setting one stops the other. NetworkManager therefore refuses a profile with
both.`,
    sources: [
      'Linux 6.12, `Documentation/networking/bonding.rst`: “It is not possible to use both”',
      'NetworkManager 1.54, `nm-setting-bond.c`: `verify`',
    ],
    whatToDo: `Keep \`miimon\`, which every mode knows, unless a link stays up when the network behind it is dead; then keep
\`arp-interval\` with \`arp-targets\`.`,
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 {
          ports eth0, eth1
          mode active-backup
          miimon 100 ms
          arp-interval 200 ms  arp-targets 10.11.10.1
          carries management
        }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 {
          ports eth0, eth1
          mode active-backup
          arp-interval 200 ms  arp-targets 10.11.10.1
          carries management
        }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const { miimon, arpInterval, arpTargets } = bond.options;
      if (!miimon || miimon.value === 0 || miimon.follows || !arpInterval || arpInterval.value === 0)
        continue;
      const targets = arpTargets?.[0];
      yield {
        message: `Bond ${bond.name} of host ${host.name} is watched by link every ${miimon.value} ms and by ARP every ${arpInterval.value} ms; only one is possible.`,
        origin: arpInterval.origin,
        related: [related(miimon.origin, 'The links are watched here.')],
        subjects: [bond.id],
        fixes: [
          { title: 'Remove miimon', edits: [{ kind: 'remove', at: miimon.origin }] },
          {
            title: 'Remove the ARP monitoring',
            edits: [
              { kind: 'remove', at: arpInterval.origin },
              ...(targets ? [{ kind: 'remove', at: targets.origin } as const] : []),
            ],
          },
        ],
      };
    }
  },
};
