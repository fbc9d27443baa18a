import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const bondDelayShouldBeAMultipleOfMiimon: Rule = {
  code: 'bond/delay-not-multiple',
  severity: 'warning',
  reason: 'The bond works, but waits a shorter time than the text says, perhaps none.',
  title: 'updelay and downdelay are multiples of miimon',
  documentation: {
    what: 'Divides `updelay` and `downdelay` of each bond by its `miimon` (100 ms where none is written).',
    why: `The kernel counts checks of the link, not milliseconds: the delay is divided by \`miimon\` and rounded down. 150 ms with
checks every 100 ms are one check, 50 ms are none at all, so that a port counts as up before the switch forwards on it. The only
sign is a line in the kernel's log.`,
    sources: ['Linux 6.12, `drivers/net/bonding/bond_options.c`: `_bond_option_delay_set`'],
    whatToDo: 'Write a multiple of `miimon`; the fix takes the next larger one.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  miimon 100 ms  updelay 250 ms  carries management }
      }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 {
        number 22
        nic eth0  nic eth1
        bond bond0 { ports eth0, eth1  miimon 100 ms  updelay 300 ms  carries management }
      }
    `,
  },
  *checkHost(host): Iterable<Violation> {
    for (const bond of host.devices) {
      if (bond.kind !== 'bond') continue;
      const { miimon, updelay, downdelay } = bond.options;
      // Without miimon the delays are refused: `bond/delay-without-miimon`.
      if (!miimon || miimon.value === 0) continue;
      for (const [keyword, delay] of [['updelay', updelay] as const, ['downdelay', downdelay] as const]) {
        if (!delay || delay.value % miimon.value === 0) continue;
        const checks = Math.floor(delay.value / miimon.value);
        const next = (checks + 1) * miimon.value;
        yield {
          message: `Bond ${bond.name} of host ${host.name} has ${keyword} ${delay.value} ms, which is no multiple of miimon ${miimon.value} ms: the kernel makes ${checks * miimon.value} ms of it.`,
          origin: delay.origin,
          ...(!miimon.follows && { related: [related(miimon.origin, 'How often the links are checked.')] }),
          subjects: [bond.id],
          fixes: [
            {
              title: `Wait ${next} ms`,
              edits: [{ kind: 'replace', at: delay.origin, text: `${next} ms` }],
              preferred: true,
            },
          ],
        };
      }
    }
  },
};
