import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';

/** The priority of a bridge is the upper four of these 16 bits; the others are the system ID extension. */
const STEP = 4096;
const MOST = 61_440;

export const bridgePriorityIsBestAStep: Rule = {
  code: 'bridge/stp-priority-step',
  severity: 'information',
  reason: 'The kernel takes and sends it; only other bridges read another priority out of it.',
  title: 'The priority of a bridge is a multiple of 4096',
  documentation: {
    what: `Looks at bridges with \`stp\` whose \`priority\` is no multiple of 4096. Values that the kernel refuses are the matter of
[bridge/stp-timer-out-of-range](stp-timer-out-of-range.md).`,
    why: `Of the 16 bits IEEE 802.1D uses the upper four as priority and the lower twelve as system ID extension, in which switches put
a VLAN. Linux sends all 16 as they are: a switch shows 5000 as priority 4096 with the extension 904. The election compares the
whole number, so that it works; but most switches can only be set to multiples, and nobody finds 5000 there.`,
    sources: [
      'IEEE 802.1D-2004, 9.2.5',
      'Linux 6.12, `net/bridge/br_stp_if.c`: `br_stp_set_bridge_priority`',
    ],
    whatToDo:
      'Take a multiple of 4096: 32768 is the default, 4096 for the bridge that shall be the root, 61440 for one that shall not.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  stp on  priority 5000 }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0 { carries management }
        nic eth1
        bridge br0 { ports eth1  stp on  priority 4096 }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bridge of host.devices) {
      if (bridge.kind !== 'bridge' || !bridge.stp.value || !bridge.priority) continue;
      const { value, origin } = bridge.priority;
      if (value % STEP === 0 || value < 0 || value > 65_535) continue;
      const nearest = Math.min(Math.round(value / STEP) * STEP, MOST);
      yield {
        message:
          `Bridge ${bridge.name} of host ${host.name} has priority ${value}, which is no multiple of ${STEP}: switches read it as ` +
          `${Math.floor(value / STEP) * STEP} with the system ID ${value % STEP}.`,
        origin,
        subjects: [bridge.id],
        fixes: [{ title: `Use ${nearest}`, edits: [{ kind: 'replace', at: origin, text: String(nearest) }] }],
      };
    }
  },
};
